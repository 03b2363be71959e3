import { graphql, type ResultOf } from "../api.ts";

export const PEOPLE = graphql(`
  query People {
    people {
      id login name role regions places { code name nameEn } isDisabled isLocked hasSecondFactor isDemo
      keys { label start pointsPerMinute createdAt usedAt expiresAt }
    }
  }
`);
export type Person = ResultOf<typeof PEOPLE>["people"][number];

export const CREATE_PERSON = graphql(`
  mutation CreatePerson($login: String!, $name: String!, $role: Role!, $regions: [String!]!) {
    createPerson(login: $login, name: $name, role: $role, regions: $regions) {
      person { id login } password secondFactorUri
    }
  }
`);
export const SET_REGIONS = graphql(`
  mutation SetPersonRegions($id: ID!, $regions: [String!]!) { setPersonRegions(id: $id, regions: $regions) { id regions } }
`);
export const RESET_PERSON = graphql(`
  mutation ResetPerson($id: ID!) {
    resetPerson(id: $id) { person { id login } password secondFactorUri }
  }
`);
export const DISABLE_PERSON = graphql(`mutation DisablePerson($id: ID!) { disablePerson(id: $id) }`);
export const UNLOCK_PERSON = graphql(`mutation UnlockPerson($id: ID!) { unlockPerson(id: $id) }`);
export const CREATE_KEY = graphql(`
  mutation CreateApiKey($personId: ID!, $label: String!, $days: Int!, $pointsPerMinute: Int!) {
    createApiKey(personId: $personId, label: $label, days: $days, pointsPerMinute: $pointsPerMinute) { key expiresAt }
  }
`);
export const WITHDRAW_KEYS = graphql(`
  mutation WithdrawApiKeys($personId: ID!, $start: String) { withdrawApiKeys(personId: $personId, start: $start) }
`);
