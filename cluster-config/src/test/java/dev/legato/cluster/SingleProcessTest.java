package dev.legato.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SingleProcessTest {
    @Test
    void from_noDiscovery_isAlone() {
        assertInstanceOf(SingleProcess.class, Cluster.from(Settings.of(Map.of())));
    }

    @Test
    void from_noDiscovery_loadsNoHazelcast() throws Exception {
        assertEquals("SingleProcess", WithoutHazelcast.clusterOf(Map.of()));
        var failure = assertThrows(
                InvocationTargetException.class,
                () -> WithoutHazelcast.clusterOf(Map.of("cluster.discovery", "members")));
        assertInstanceOf(NoClassDefFoundError.class, failure.getCause());
    }

    /** Loads this package anew, in a world without Hazelcast. */
    private static final class WithoutHazelcast extends ClassLoader {
        private WithoutHazelcast() {
            super(SingleProcessTest.class.getClassLoader());
        }

        static String clusterOf(Map<String, String> settings) throws Exception {
            Object cluster = new WithoutHazelcast()
                    .loadClass(Cluster.class.getName())
                    .getMethod("from", Settings.class)
                    .invoke(null, Settings.of(settings));
            return cluster.getClass().getSimpleName();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.hazelcast.") || name.startsWith("io.vertx.spi.cluster.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(Cluster.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
