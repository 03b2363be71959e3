import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api.ts";

const VIEWER = graphql(`
  query Viewer {
    viewer { personId login name role regions permissions isDemo }
  }
`);

export type Viewer = NonNullable<ResultOf<typeof VIEWER>["viewer"]>;

/** Who is signed in: undefined until the server has said, null for nobody. */
export function useViewer(): Viewer | null | undefined {
  const [{ data, fetching }] = useQuery({ query: VIEWER });
  return data ? data.viewer : fetching ? undefined : null;
}

/** Pages of work, each with what it needs. One line each, in the order of the menu. */
export const PAGES = [
  { key: "tasks", path: "/tasks", permission: "task.read" },
  { key: "households", path: "/households", permission: "household.read" },
  { key: "checks", path: "/checks", permission: "household.check" },
  { key: "cases", path: "/cases", permission: "case.read" },
  { key: "screening", path: "/screening", permission: "screening.read" },
  { key: "ledger", path: "/ledger", permission: "ledger.read" },
  { key: "campaigns", path: "/campaigns", permission: "campaign.read" },
  { key: "teams", path: "/teams", permission: "team.read" },
  { key: "glass", path: "/glass", permission: "glass.read" },
  { key: "funds", path: "/funds", permission: "fund.write" },
  { key: "siting", path: "/siting", permission: "siting.allocate" },
  { key: "events", path: "/events", permission: "event.write" },
  { key: "keys", path: "/keys", permission: "key.manage" },
  { key: "imports", path: "/imports", permission: "import.run" },
  { key: "audit", path: "/audit", permission: "audit.read" },
  { key: "people", path: "/people", permission: "people.manage" },
] as const;

export const pagesOf = (viewer: Viewer) =>
  PAGES.filter((page) => viewer.permissions.includes(page.permission));
