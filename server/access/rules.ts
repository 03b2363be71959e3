/** Posts, from the field upwards; the three administrators can never be one person. */
export const ROLES = [
  "VILLAGE_WORKER",
  "TOWNSHIP",
  "COUNTY",
  "PROVINCE",
  "NATIONAL",
  "PLANNER",
  "PARTNER",
  "AUDITOR",
  "SYSTEM_ADMIN",
  "SECURITY_ADMIN",
] as const;
export type RoleName = (typeof ROLES)[number];

const FIELD: readonly RoleName[] = ["VILLAGE_WORKER", "TOWNSHIP", "COUNTY"];
const OFFICE: readonly RoleName[] = ["TOWNSHIP", "COUNTY"];
const WORK: readonly RoleName[] = [...FIELD, "PROVINCE", "NATIONAL"];

/**
 * What each post may do: the one place that says so. Which rows it may do it to is said by the database
 * (access.low, access.counties …), by the regions of the person.
 */
export const PERMISSIONS = {
  "household.read": FIELD,
  "household.write": FIELD,
  /** What the register says against itself, of the households one may see. */
  "household.check": FIELD,
  "identity.reveal": FIELD,
  /** What identifies a person, for good, once the time of retention is over. */
  "identity.erase": ["COUNTY"],
  "lead.read": FIELD,
  "lead.record": FIELD,
  "case.read": FIELD,
  /** Which step by which post is said by the procedure itself. */
  "case.step": FIELD,
  "task.read": FIELD,
  "task.finish": FIELD,
  "task.assign": OFFICE,
  "measure.write": FIELD,
  "screening.read": FIELD,
  "screening.load": ["COUNTY"],
  "alert.answer": FIELD,
  "ledger.read": WORK,
  "ledger.write": WORK,
  "campaign.read": WORK,
  "campaign.open": ["COUNTY", "PROVINCE", "NATIONAL"],
  "campaign.check": FIELD,
  "fund.write": ["COUNTY", "PROVINCE"],
  "project.write": OFFICE,
  /** Which enclaves is said by where their host and their villages lie. */
  "enclave.write": ["COUNTY", "PROVINCE", "NATIONAL"],
  /** Operations of one's own where only those of the web app are answered (TRUSTED_ONLY); by key, within its budget. */
  "document.write": ["PARTNER"],
  "siting.allocate": ["COUNTY", "PROVINCE", "NATIONAL", "PLANNER", "PARTNER"],
  "settlement.write": OFFICE,
  "event.write": ["COUNTY", "PROVINCE", "NATIONAL"],
  "helper.transfer": FIELD,
  "helper.assign": OFFICE,
  "team.read": WORK,
  "team.assign": OFFICE,
  "team.transfer": FIELD,
  /** One household outside the regions, for a reason, at most three hours; the county is told. */
  "glass.break": ["VILLAGE_WORKER", "TOWNSHIP"],
  "glass.read": [...FIELD, "AUDITOR"],
  "glass.acknowledge": ["COUNTY"],
  /** Open facts of one's regions; the system administrator everywhere. What leads into casework asks for its own permission too. */
  "import.run": ["COUNTY", "PROVINCE", "NATIONAL", "PLANNER", "SYSTEM_ADMIN"],
  "people.manage": ["SECURITY_ADMIN"],
  /** Of one's own organisation, by whoever was appointed to it: said by the row of the person. */
  "key.manage": ["PARTNER"],
  /** By a key of the organisation that was made for it, or as who manages its keys. */
  "webhook.manage": ["PARTNER"],
  "audit.read": ["AUDITOR"],
} as const satisfies Record<string, readonly RoleName[]>;
export type Permission = keyof typeof PERMISSIONS;

/** Posts that hold much or decide: a password alone does not let them in. */
export const NEEDS_SECOND_FACTOR: readonly RoleName[] = [
  "COUNTY",
  "PROVINCE",
  "NATIONAL",
  "AUDITOR",
  "SYSTEM_ADMIN",
  "SECURITY_ADMIN",
];

export const isAllowed = (role: RoleName, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly RoleName[]).includes(role);

export const permissionsOf = (role: RoleName): Permission[] =>
  (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => isAllowed(role, permission));
