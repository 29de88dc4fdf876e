-- {delaySamples, paddingSamples, totalSamples, sampleRate}: where the music lies in the file, if that is known.
ALTER TABLE renditions ADD COLUMN gapless jsonb;

-- {integratedLufs, truePeakDbtp, rangeLu, momentary, shortTerm}, the last two as histograms from which the album's is
-- reckoned: null until it is measured, or if there is nothing to hear. An album's has no histograms.
ALTER TABLE tracks ADD COLUMN loudness jsonb;
ALTER TABLE albums ADD COLUMN loudness jsonb;

-- The object key of the track's peaks.
ALTER TABLE tracks ADD COLUMN waveform text;

-- The colour its cover is remembered by, #rrggbb.
ALTER TABLE albums ADD COLUMN colour text;
