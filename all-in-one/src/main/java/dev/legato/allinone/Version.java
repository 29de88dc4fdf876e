package dev.legato.allinone;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "legato " + (version == null ? "unpackaged" : version), "Java ${java.version}, ${os.name} ${os.arch}"
        };
    }
}
