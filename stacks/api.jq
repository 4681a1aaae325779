# What the reconciler answers, as aligned tables. --arg view, --argjson colour true on a terminal. Every table reads well without colour.
def paint(code): if $colour and code != null then "\u001b[" + code + "m" + . + "\u001b[0m" else . end;
def pad(width): . + ((" " * (width - length)) // "");
def widths: [.[].cells] | if length == 0 then [] else transpose | map(map(. // "" | length) | max | if . > 48 then 48 else . end) end;
def table:  # of {cells: [text…], code: colour or null}
  widths as $widths | .[] | .code as $code
  | .cells | to_entries | map(.key as $i | .value | pad($widths[$i])) | join("  ") | sub(" +$"; "") | paint($code);
def title: {cells: ., code: "1"};
def short: if startswith("task:") then .[0:17] else . end;  # Swarm's ids are known by their first twelve characters
def names: if length == 0 then "-" elif length > 2 then "\(.[0:2] | map(short) | join(",")) +\(length - 2)" else map(short) | join(",") end;
def count(word): "\(.) \(word)\(if . == 1 then "" else "s" end)";
def age:
  (now - (sub("\\.[0-9]+Z$"; "Z") | fromdateiso8601) | floor | if . < 0 then 0 else . end)
  | if . < 120 then "\(.)s" elif . < 7200 then "\(. / 60 | floor)m" elif . < 172800 then "\(. / 3600 | floor)h" else "\(. / 86400 | floor)d" end;

def is_note: .action == "wait" or .action == "report";
def action_code:
  if .action == "wait" then "2" elif .action == "report" then "35"
  elif .action | test("^(remove|delete|drop|prune)") then "31"
  elif (.predictedRestarts | length) > 0 or (.action | test("^(scale|update|drain)")) then "33" else "32" end;
def plan:
  map(select(is_note | not)) as $steps | map(select(is_note)) as $notes
  | (if length == 0 then empty else
      [["ACTION", "TARGET", "DETAIL", "CAUSE", "RESTARTS"] | title]
      + map({cells: [.action, .target, (if .detail == "" then "-" else .detail end), .cause, (.predictedRestarts | names)], code: action_code}) | table end),
    (if $steps | length > 0 then ($steps | length | count("step")) + ", " + ([$steps[].predictedRestarts[]] | unique | length | if . == 0 then "no restart" else "at most " + count("restart") end)
     else "Nothing to do" end) + (if $notes | length > 0 then "; " + ($notes | length | count("note")) else "" end) + "."
    | paint(if $steps == [] then "32" else "1" end);

def is_bad: (.type == "VolumeReset" or .type == "CatalogInconsistent" or .type == "ServiceDrift") as $trouble
  | (.status == "True") == $trouble;
def mark: if .status == "Unknown" then "??" elif is_bad then "!!" else "ok" end;
def mark_code: {"ok": null, "!!": "31", "??": "33"}[mark];
def status:
  ("Ready: \(.ready)   revision \(.revision)" | paint(if .ready then "32" else "31" end)), "",
  ([["", "CONDITION", "REASON", "SINCE", "MESSAGE"] | title]
   + (.conditions | map({cells: [mark, .type, .reason, (.lastTransitionTime | age), .message // ""], code: mark_code})) | table), "",
  ([["", "SERVICE", "RUNNING", "NODES"] | title]
   + (.resources // [] | map((.running >= .desired) as $up
     | {cells: [(if $up then "ok" else "!!" end), .name, "\(.running)/\(.desired)", (.nodes // [] | join(" "))], code: (if $up then null else "31" end)})) | table);

def workers:
  ("Workers: desired \(.desired)  running \(.running)  registered \(.registered // "unknown")" | paint(if .desired == .running and .desired == .registered then null else "33" end)),
  (if .workers | length == 0 then empty else
    [["WORKER", "NODE", "ADDRESS", "STATE", "CORES"] | title]
    + (.workers | map({cells: [.task[0:12], .node, .host, .state, "\(.coresUsed // "?")/\(.cores // "?")"], code: (if .state == "ALIVE" then null else "33" end)})) | table end);

def restarts: if (.predictedRestarts | length) == 0 and (.observedRestarts // [] | length) == 0 then "-"
  else "\(.predictedRestarts | names) / \(if .observedRestarts then .observedRestarts | names else "not seen yet" end)" end;
def history:
  map(select(.steps)) | if length == 0 then "No pass has changed anything yet." else
    [["TIME", "CONTROLLER", "TRIGGER", "WHAT", "CAUSE OR REASON", "RESTARTS: PREDICTED / OBSERVED"] | title]
    + (map(. as $pass | [.start[0:19], .controller, .trigger] as $who
      | (.steps | map({cells: ($who + ["\(.action) \(.target) \(.detail)" | sub(" +$"; "")] + [.cause + (if .outcome == "applied" then "" else ": \(.outcome), \(.message)" end), restarts]),
          code: (if .outcome == "applied" then "32" else "31" end)}))
        + (.conditions | map({cells: ($who + ["\(.type) \(if .from == "" then "-" else .from end) -> \(.to)", .reason, "-"]), code: null}))) | add) | table end;

if $view == "plan" then plan elif $view == "status" then status elif $view == "workers" then workers else history end
