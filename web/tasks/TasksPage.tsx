import { useCallback, useMemo, useState } from "react";
import { useQuery } from "urql";
import { useViewer, type Viewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql, type ResultOf } from "../api.ts";
import { QueueBar } from "../field/QueueBar.tsx";
import { useQueue } from "../field/useQueue.ts";
import { useSpeech } from "../i18n/language.ts";
import { ShownSince } from "../offline/ShownSince.tsx";
import { Failure } from "../ui/Failure.tsx";
import { UrgencyLegend } from "../urgency/UrgencyMark.tsx";
import { LeadForm } from "./LeadForm.tsx";
import { TaskCard } from "./TaskCard.tsx";

const TASKS = graphql(`
  query MyTasks {
    tasks(mine: true, first: 100) {
      id kind dueOn isOverdue urgency villageCode villageName householdId householdNumber rowVersion
    }
  }
`);
export type MyTask = ResultOf<typeof TASKS>["tasks"][number];

/** What a person has to do, overdue first, and leads found on the way. */
export function TasksPage() {
  const viewer = useViewer();
  return <WorkFrame page="tasks">{viewer ? <Tasks viewer={viewer} /> : null}</WorkFrame>;
}

/** Villages with something overdue first; in each, soonest due first, as the server orders them. */
function byVillage(tasks: readonly MyTask[]): [string, MyTask[]][] {
  const villages = new Map<string, MyTask[]>();
  for (const task of [...tasks].sort((a, b) => Number(b.isOverdue) - Number(a.isOverdue)))
    villages.set(task.villageCode, [...(villages.get(task.villageCode) ?? []), task]);
  return [...villages];
}

function Tasks({ viewer }: { readonly viewer: Viewer }) {
  const { field, words } = useSpeech();
  const [{ data, fetching, error }, ask] = useQuery({ query: TASKS, requestPolicy: "cache-and-network" });
  const again = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const queue = useQueue(viewer.personId);
  const [message, setMessage] = useState("");
  const villages = useMemo(() => byVillage(data?.tasks ?? []), [data]);
  const overdue = data?.tasks.filter(({ isOverdue }) => isOverdue).length ?? 0;
  const isWaiting = (id: string) => queue.box.waiting.some(({ operation }) => operation.visit?.taskId === id);
  return (
    <>
      <h1>{field.tasks.title}</h1>
      <p className="work-lead">{field.tasks.lead}</p>
      <QueueBar queue={queue} onSent={again} />
      <ShownSince of="MyTasks" />
      {data?.tasks.some(({ urgency }) => urgency) ? <UrgencyLegend /> : null}
      {overdue > 0 ? <p className="field-overdue">{field.tasks.overdueCount(overdue)}</p> : null}
      <p role="status" className="field-done">
        {message}
      </p>
      {error && !data ? <Failure error={error} /> : null}
      {fetching && !data ? <p className="page-loading">{words.state.loading}</p> : null}
      {data?.tasks.length === 0 ? <p className="work-empty">{field.tasks.none}</p> : null}
      {villages.map(([code, tasks]) => (
        <section key={code} aria-label={tasks[0]?.villageName ?? code}>
          <h2>{tasks[0]?.villageName ?? code}</h2>
          <ul className="field-cards">
            {tasks.map((task) => (
              <TaskCard
                key={task.id}
                task={task}
                queue={queue}
                isWaiting={isWaiting(task.id)}
                onDone={(done) => {
                  setMessage(done);
                  again();
                }}
              />
            ))}
          </ul>
        </section>
      ))}
      {viewer.permissions.includes("lead.record") ? <LeadForm viewer={viewer} onDone={again} /> : null}
    </>
  );
}
