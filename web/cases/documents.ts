import { graphql, type ResultOf } from "../api.ts";

export const CASE = graphql(`
  query CaseOnPage($id: ID!) {
    case(id: $id) {
      id householdId householdNumber villageCode villageName state since due isOverdue openedOn recognisedOn eliminatedOn
      category grade legacy owner rowVersion
      helper { id name }
      nextSteps { action allowed to reasonRequired evidence guards { key message } }
      steps { id action at by from to reason }
      notices { id kind body days postedAt takeDownAt takenDownAt objections }
      attachments { id kind mediaType byteLength addedAt }
      risks { id cause disasterKind isMain openedOn closedOn fitting rowVersion }
      measures { id kind fundSource cost owner startedOn endedOn effect effectCheckedOn riskIds rowVersion }
    }
    caseExplain(id: $id) { rules { key label value source grade validFrom } }
  }
`);
export type CaseOnPage = NonNullable<ResultOf<typeof CASE>["case"]>;

export const TAKE_STEP = graphql(`
  mutation TakeStep($caseId: ID!, $action: CaseAction!, $rowVersion: Int!, $reason: String, $evidence: [EvidenceInput!]!) {
    deed: takeStep(caseId: $caseId, action: $action, rowVersion: $rowVersion, reason: $reason, evidence: $evidence) {
      __typename
      ... on Case { id state rowVersion }
      ... on Refused { message guards }
      ... on ConsentRequired { message guards }
      ... on SubmitterCannotDecide { message guards }
    }
  }
`);
export const PROPOSE = graphql(`
  mutation ProposeCategory($caseId: ID!, $category: HouseholdCategory!, $grade: HouseholdGrade, $rowVersion: Int!) {
    deed: proposeCategory(caseId: $caseId, category: $category, grade: $grade, rowVersion: $rowVersion) {
      __typename
      ... on Case { id rowVersion }
      ... on Refused { message guards }
    }
  }
`);
export const POST_NOTICE = graphql(`
  mutation PostNotice($id: ID!, $caseId: ID!, $group: Int!, $rowVersion: Int!) {
    deed: postNotice(id: $id, caseId: $caseId, group: $group, rowVersion: $rowVersion) {
      __typename
      ... on Notice { id }
      ... on Refused { message guards }
    }
  }
`);
export const TAKE_DOWN = graphql(`
  mutation TakeDownNotice($id: ID!) {
    deed: takeDownNotice(id: $id) { __typename ... on Notice { id } ... on Refused { message guards } }
  }
`);
export const OBJECT = graphql(`
  mutation RaiseObjection($caseId: ID!, $reason: String!, $rowVersion: Int!) {
    deed: raiseObjection(caseId: $caseId, reason: $reason, rowVersion: $rowVersion) {
      __typename
      ... on Case { id rowVersion }
      ... on Refused { message guards }
    }
  }
`);
export const ADD_RISK = graphql(`
  mutation AddRisk($id: ID!, $caseId: ID!, $cause: RiskCause!, $disasterKind: DisasterKind, $isMain: Boolean!) {
    deed: addRisk(id: $id, caseId: $caseId, cause: $cause, disasterKind: $disasterKind, isMain: $isMain) {
      __typename
      ... on Risk { id }
      ... on Refused { message guards }
    }
  }
`);
export const CLOSE_RISK = graphql(`
  mutation CloseRisk($id: ID!, $rowVersion: Int!) {
    deed: closeRisk(id: $id, rowVersion: $rowVersion) { __typename ... on Risk { id } ... on Refused { message guards } }
  }
`);
export const RECORD_MEASURE = graphql(`
  mutation RecordMeasure($measure: MeasureInput!) {
    deed: recordMeasure(measure: $measure) { __typename ... on Measure { id } ... on Refused { message guards } }
  }
`);
export const END_MEASURE = graphql(`
  mutation EndMeasure($id: ID!, $rowVersion: Int!, $endedOn: String!) {
    deed: endMeasure(id: $id, rowVersion: $rowVersion, endedOn: $endedOn) {
      __typename
      ... on Measure { id }
      ... on Refused { message guards }
    }
  }
`);
export const CHECK_EFFECT = graphql(`
  mutation CheckMeasureEffect($id: ID!, $rowVersion: Int!, $effect: MeasureEffect!) {
    deed: checkMeasureEffect(id: $id, rowVersion: $rowVersion, effect: $effect) {
      __typename
      ... on Measure { id }
      ... on Refused { message guards }
    }
  }
`);
export const ADD_ATTACHMENT = graphql(`
  mutation AddAttachment($id: ID!, $caseId: ID!, $kind: AttachmentKind!, $contentBase64: String!) {
    deed: addAttachment(id: $id, caseId: $caseId, kind: $kind, contentBase64: $contentBase64) {
      __typename
      ... on Attachment { id kind }
      ... on Refused { message guards }
    }
  }
`);
