-- {delaySamples, paddingSamples, totalSamples, sampleRate}: where the music lies in the file, if that is known.
ALTER TABLE renditions ADD COLUMN gapless jsonb;
