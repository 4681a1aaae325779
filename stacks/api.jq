# What the reconciler answers, as aligned tables. --arg view, --argjson colour true on a terminal.
# Every table reads well without colour.
def paint(code):
  if $colour and code != null then "\u001b[" + code + "m" + . + "\u001b[0m" else . end;
def pad(width): . + ((" " * (width - length)) // "");
def widths:
  [.[].cells]
  | if length == 0 then [] else transpose | map(map(. // "" | length) | max | if . > 48 then 48 else . end) end;
def table:  # of {cells: [text…], code: colour or null}
  widths as $widths | .[] | .code as $code
  | .cells | to_entries | map(.key as $i | .value | pad($widths[$i])) | join("  ") | sub(" +$"; "") | paint($code);
def title: {cells: ., code: "1"};
def short: if startswith("task:") then .[0:17] else . end;  # The first twelve characters tell Swarm's ids apart.
def names:
  if length == 0 then "-"
  elif length > 2 then "\(.[0:2] | map(short) | join(",")) +\(length - 2)"
  else map(short) | join(",") end;
def count(word): "\(.) \(word)\(if . == 1 then "" else "s" end)";
def or_dash: if . == "" then "-" else . end;
def age:
  (now - (sub("\\.[0-9]+Z$"; "Z") | fromdateiso8601) | floor | if . < 0 then 0 else . end)
  | if . < 120 then "\(.)s"
    elif . < 7200 then "\(. / 60 | floor)m"
    elif . < 172800 then "\(. / 3600 | floor)h"
    else "\(. / 86400 | floor)d" end;

def is_note: .action == "wait" or .action == "report";
def action_code:
  if .action == "wait" then "2"
  elif .action == "report" then "35"
  elif .action | test("^(remove|delete|drop|prune)") then "31"
  elif (.predictedRestarts | length) > 0 or (.action | test("^(scale|update|drain)")) then "33"
  else "32" end;
def restart_count:
  [.[].predictedRestarts[]] | unique | length
  | if . == 0 then "no restart" else "at most " + count("restart") end;
def plan_summary($steps; $notes):
  if $steps == [] then "Nothing to do" else "\($steps | length | count("step")), \($steps | restart_count)" end
  + if $notes == [] then "." else "; \($notes | length | count("note"))." end;
def plan:
  map(select(is_note | not)) as $steps | map(select(is_note)) as $notes
  | (if length == 0 then empty else
      [["ACTION", "TARGET", "DETAIL", "CAUSE", "RESTARTS"] | title]
      + map({
          cells: [.action, .target, (.detail | or_dash), .cause, (.predictedRestarts | names)],
          code: action_code
        })
      | table end),
    (plan_summary($steps; $notes) | paint(if $steps == [] then "32" else "1" end));

def mark: {good: "ok", bad: "!!", unknown: "??", absent: "--"}[.health // "unknown"];
def mark_code: {"ok": null, "!!": "31", "??": "33", "--": "2"}[mark];
def of(kind): [.resources[]? | select(.kind == kind)];
def doing:
  if .kind == "scale-spark-workers" then "Spark workers go from \(.from) to \(.to)"
  else .kind | sub("-"; " of ") end;
def not_ready: [.conditions[] | select(.type == "Ready").message][0] // "the first look is not over.";
def overall:
  [.conditions[] | select(.type != "Ready" and (mark == "!!" or mark == "??")).type] as $troubles
  | [of("operation")[].operation | doing] as $doing
  | if .ready | not then {text: "Not ready: \(not_ready)", code: "1;31"}
    elif $doing != [] then {text: "Ready, and changing: \($doing | join("; ")).", code: "1;34"}
    elif $troubles != [] then {text: "Ready; look at \($troubles | join(", ")).", code: "1;33"}
    else {text: "Ready: everything is as desired.", code: "1;32"} end
  | .code as $code | .text | paint($code);
def tasks(services):  # the services on a node, with how many tasks of each and, unless they run, their state
  .name as $node
  | [services[] | .name as $service | [.tasks[]? | select(.node == $node).state] | group_by(.)[]
     | "\($service)\(if length > 1 then "x\(length)" else "" end)\(if .[0] == "running" then "" else "(\(.[0]))" end)"]
  | if . == [] then "-" else join(" ") end;
def why:
  [.tasks[]? | select(.state != "running") | .state + (if .message == "" then "" else ": " + .message end)]
  | unique | if . == [] then "no task" else join("; ") end;
def counts($nodes; $services):
  if .version then "Lakeswarm \(.version), revision " else "Revision " end
  + "\(.revision), \($nodes | length | count("node")), \($services | length | count("service")).";
def condition_rows:
  map({cells: [mark, .type, .reason, (.lastTransitionTime | age), .message // ""], code: mark_code});
def node_rows($services):
  map((.state == "ready" and .availability == "active") as $up
    | (if .availability == "active" then .state else "\(.state), \(.availability)" end) as $state
    | {
        cells: [(if $up then "ok" else "!!" end), .name, $state, .role, tasks($services)],
        code: (if $up then null else "31" end)
      });
def service_rows: map({cells: ["!!", .name, "\(.running)/\(.desired)", why], code: "31"});
def operation_rows:
  map(.operation | {cells: ["..", .operation, (.created | age), doing, .reason], code: "34"});
def status:
  of("service") as $services | of("node") as $nodes | of("operation") as $operations
  | ($services | map(select(.running < .desired))) as $lame
  | overall, counts($nodes; $services), "",
    ([["", "CONDITION", "REASON", "SINCE", "MESSAGE"] | title] + (.conditions | condition_rows) | table), "",
    ([["", "NODE", "STATE", "ROLE", "TASKS"] | title] + ($nodes | node_rows($services)) | table),
    (if $lame == [] then empty else
      "", ([["", "SERVICE", "RUNNING", "WHY"] | title] + ($lame | service_rows) | table) end),
    (if $operations == [] then empty else
      "", ([["", "OPERATION", "SINCE", "WHAT", "REASON"] | title] + ($operations | operation_rows) | table) end);

def worker_rows:
  map((.state == "ALIVE") as $up
    | {
        cells: [
          (if $up then "ok" else ".." end), .task[0:12], (.node | or_dash), (.host | or_dash), .state,
          "\(.coresUsed // "?")/\(.cores // "?")"
        ],
        code: (if $up then null else "33" end)
      });
def workers:
  (if .desired == .running and .desired == .registered then "1" else "33" end) as $code
  | ("Workers: desired \(.desired)  running \(.running)  registered \(.registered // "unknown")" | paint($code)),
    (if .workers | length == 0 then empty else
      [["", "WORKER", "NODE", "ADDRESS", "STATE", "CORES"] | title] + (.workers | worker_rows) | table end);

def restarts:
  if (.predictedRestarts | length) == 0 and (.observedRestarts // [] | length) == 0 then "-"
  else
    "\(.predictedRestarts | names) / \(if .observedRestarts then .observedRestarts | names else "not seen yet" end)"
  end;
def step_row($who):
  ("\(.action) \(.target) \(.detail)" | sub(" +$"; "")) as $what
  | (.cause + (if .outcome == "applied" then "" else ": \(.outcome), \(.message)" end)) as $cause
  | {cells: ($who + [$what, $cause, restarts]), code: (if .outcome == "applied" then "32" else "31" end)};
def change_row($who): {cells: ($who + ["\(.type) \(.from | or_dash) -> \(.to)", .reason, "-"]), code: null};
def pass_rows:
  [.start[0:19], .controller, .trigger] as $who
  | (.steps | map(step_row($who))) + (.conditions | map(change_row($who)));
def history:
  map(select(.steps))
  | if length == 0 then "No pass has changed anything yet." else
      [["TIME", "CONTROLLER", "TRIGGER", "WHAT", "CAUSE OR REASON", "RESTARTS: PREDICTED / OBSERVED"] | title]
      + (map(pass_rows) | add)
      | table end;

if $view == "plan" then plan elif $view == "status" then status elif $view == "workers" then workers else history end
