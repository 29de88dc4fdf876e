package dev.legato.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One line of {@code ranges-and-conditions.txt}, where its form is explained. */
record Case(
        String name, String method, String target, List<String> lines, int status, String body, List<String> expected) {
    static List<Case> all() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Case.class.getResourceAsStream("ranges-and-conditions.txt")),
                StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Case::parse)
                    .toList();
        }
    }

    private static Case parse(String line) {
        String[] columns = line.split(" \\| ", -1);
        String[] request = columns[1].split(" ", 2);
        List<String> answer = Arrays.asList(columns[3].split(" ; ", -1));
        String[] status = answer.getFirst().split(" ", 2);
        return new Case(
                columns[0],
                request[0],
                switch (request[1]) {
                    case "f" -> "/audio/f.flac";
                    case "e" -> "/audio/empty.flac";
                    case "missing" -> "/audio/missing.flac";
                    default -> request[1];
                },
                columns[2].equals("-") ? List.of() : Arrays.asList(columns[2].split(" ; ", -1)),
                Integer.parseInt(status[0]),
                status[1],
                answer.subList(1, answer.size()));
    }

    boolean onlyHttp1() {
        return name.startsWith("h1 ");
    }

    /** The request's fields with their placeholders filled in. */
    List<String> lines(Map<String, String> values) {
        return lines.stream()
                .map(line -> {
                    String filled = line;
                    for (Map.Entry<String, String> value : values.entrySet()) {
                        filled = filled.replace(value.getKey(), value.getValue());
                    }
                    return filled;
                })
                .toList();
    }
}
