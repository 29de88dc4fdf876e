package dev.legato.search.lucene;

import dev.legato.search.index.IndexCondition;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/** Tells whether a folder's index can be used. */
final class LuceneInspection {
    private LuceneInspection() {}

    static IndexCondition inspect(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return IndexCondition.ABSENT;
        }
        try (Directory directory = new MMapDirectory(folder)) {
            if (!DirectoryReader.indexExists(directory)) {
                return IndexCondition.ABSENT;
            }
            if (!CommitData.isOfThisFormat(commitData(directory))) {
                return IndexCondition.OTHER_FORMAT;
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    leaf.reader().checkIntegrity();
                }
            }
            return IndexCondition.WHOLE;
        } catch (IndexFormatTooOldException | IndexFormatTooNewException _) {
            return IndexCondition.OTHER_FORMAT;
        } catch (CorruptIndexException | EOFException | FileNotFoundException | NoSuchFileException _) {
            return IndexCondition.DAMAGED;
        }
    }

    static Map<String, String> commitData(Directory directory) throws IOException {
        return SegmentInfos.readLatestCommit(directory).getUserData();
    }
}
