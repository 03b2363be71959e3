import type { Permission } from "./rules.ts";

/** Root fields of village teams, of handing work over and of break-glass: see fields.ts, which takes them in. */
export const TEAM_ROOTS = {
  villageTeams: "team.read",
  colleagues: "team.read",
  orphanedWork: "team.read",
  handOverTask: "task.assign",
  handOverTasks: "task.assign",
  assignTeamMember: "team.assign",
  recallTeamMember: "team.assign",
  endTeamMember: "team.assign",
  transferTeamMember: "team.transfer",
  acceptTeamMember: "team.transfer",
  breakGlass: "glass.break",
  endGlass: "glass.break",
  householdUnderGlass: "glass.break",
  brokenGlass: "glass.read",
  acknowledgeGlass: "glass.acknowledge",
} as const satisfies Record<string, Permission>;

/** Their types, each field by name. */
export const TEAM_FIELDS = {
  TeamMember:
    "id villageCode villageName personId name post unit since until handedTo handedToName acceptedOn recalledReason isAtWork rowVersion",
  TeamMemberConnection: "edges nodes pageInfo totalCount",
  TeamMemberEdge: "cursor node",
  OrphanedWork: "kind id villageCode villageName personId name dueOn rowVersion",
  TasksHandedOver: "tasks",
  BrokenGlass:
    "id number reason person isMine brokenAt endsAt endedAt isLive acknowledgedBy acknowledgedAt rowVersion",
  BrokenGlassConnection: "edges nodes pageInfo totalCount",
  BrokenGlassEdge: "cursor node",
  HouseholdUnderGlass: "glass isFound villageName status category grade formerlyPoor members guaranteeIssues",
} as const;
