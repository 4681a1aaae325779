package io.lakeswarm.reconciler.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The part of docs/faults.md between two marks, made from a campaign. */
final class FaultsTable {
  private static final Pattern PLACE =
      Pattern.compile("(<!-- results -->\n).*(<!-- end of results -->)", Pattern.DOTALL);

  private final Campaign campaign;
  private final int planned;

  FaultsTable(Campaign campaign, int planned) {
    this.campaign = campaign;
    this.planned = planned;
  }

  /** Replaces the results in {@code page}. */
  void writeInto(Path page) throws IOException {
    Matcher place = PLACE.matcher(Files.readString(page));
    if (!place.find()) {
      throw new IOException("Cannot write the results into " + page + ": its marks are missing.");
    }
    String text = Matcher.quoteReplacement(text());
    Files.writeString(page, place.replaceFirst("$1" + text + "$2"));
  }

  /** The table, its sum and what did not survive. */
  String text() {
    List<String> groups = Campaign.groups();
    StringBuilder text = new StringBuilder("| workload | writes |");
    groups.forEach(group -> text.append(' ').append(group).append(" |"));
    text.append("\n| --- | --- |").append(" --- |".repeat(groups.size())).append('\n');
    for (Workload workload : Workload.values()) {
      text.append("| ").append(workload.text()).append(" | ").append(campaign.points(workload));
      text.append(" |");
      for (String group : groups) {
        Campaign.Cell cell = campaign.cell(workload, group);
        text.append(
            cell.tried() == 0
                ? " not tried |"
                : " %d / %d |".formatted(cell.survived(), cell.tried()));
      }
      text.append('\n');
    }
    text.append(
        "\n**%d of %d survived**, of %d planned.\n\n"
            .formatted(campaign.survived(), campaign.tried(), planned));
    campaign
        .flaws()
        .forEach(
            (flaw, trials) -> text.append("* ").append(flaw).append(":\n").append(names(trials)));
    return text.toString();
  }

  private static String names(List<Campaign.Trial> trials) {
    return trials.stream()
        .map(trial -> "  * %s %s at %d\n".formatted(trial.workload(), trial.fault(), trial.point()))
        .collect(Collectors.joining());
  }
}
