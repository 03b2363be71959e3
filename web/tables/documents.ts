import { graphql, type ResultOf } from "../api.ts";

export const ASSESSMENTS = graphql(`
  query Assessments($within: String!, $level: TableLevel!, $year: Int) {
    assessments(within: $within, level: $level, year: $year) {
      year
      years
      rows {
        code name nameEn surveyedHouseholds counties countiesInAll isDemo
        satisfaction { share } missedRecognition { share } wrongExit { share } accuracy { share }
      }
      whole {
        code name nameEn surveyedHouseholds counties countiesInAll isDemo
        satisfaction { share } missedRecognition { share } wrongExit { share } accuracy { share }
      }
    }
  }
`);
export type AssessmentRow = ResultOf<typeof ASSESSMENTS>["assessments"]["rows"][number];

export const PARITY = graphql(`
  query MedicalParity($within: String!, $year: Int) {
    medicalParity(within: $within, year: $year) {
      year
      years
      medianChronicListLength
      medianReimbursement
      medianLocalCap
      rows {
        code name nameEn chronicListLength chronicListDifference reimbursement { share } reimbursementDifference
        localCapState localCap localCapDifference document isDelivered isDemo
      }
    }
  }
`);
export type ParityRow = ResultOf<typeof PARITY>["medicalParity"]["rows"][number];

export const WORKFORCE = graphql(`
  query Workforce($within: String!, $level: TableLevel!, $quarter: String) {
    workforce(within: $within, level: $level, quarter: $quarter) {
      quarter
      quarters
      rows {
        code name nameEn firstSecretaries { share } teamMembers exportedWithinCounty exportedWithinProvince
        exportedOutsideProvince organised { share } outsideProvince { share } counties countiesInAll isDemo
      }
      whole {
        code name nameEn firstSecretaries { share } teamMembers exportedWithinCounty exportedWithinProvince
        exportedOutsideProvince organised { share } outsideProvince { share } counties countiesInAll isDemo
      }
    }
  }
`);
export type WorkforceRow = ResultOf<typeof WORKFORCE>["workforce"]["rows"][number];

export const INCOMES = graphql(`
  query CollectiveIncomes($within: String!, $level: TableLevel!, $year: Int) {
    collectiveIncomes(within: $within, level: $level, year: $year) {
      year
      years
      rows { code name nameEn villages villagesInAll income perVillage isDemo }
      whole { code name nameEn villages villagesInAll income perVillage isDemo }
    }
  }
`);
export type IncomeRow = ResultOf<typeof INCOMES>["collectiveIncomes"]["rows"][number];
