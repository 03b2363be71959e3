import { chronicListLength } from "./catalog/chronicListLength.ts";
import { clues } from "./catalog/clues.ts";
import { collectiveIncome } from "./catalog/collectiveIncome.ts";
import type { IndicatorDefinition } from "./catalog/definition.ts";
import { eliminated } from "./catalog/eliminated.ts";
import { firstSecretaries } from "./catalog/firstSecretaries.ts";
import { fundCarryover } from "./catalog/fundCarryover.ts";
import { fundDisbursed } from "./catalog/fundDisbursed.ts";
import { fundIdle } from "./catalog/fundIdle.ts";
import { fundPaid } from "./catalog/fundPaid.ts";
import { fundSettled } from "./catalog/fundSettled.ts";
import { hotspots } from "./catalog/hotspots.ts";
import { idleLabour } from "./catalog/idleLabour.ts";
import { indexEmergency } from "./catalog/indexEmergency.ts";
import { indexImplementation } from "./catalog/indexImplementation.ts";
import { indexIndustry } from "./catalog/indexIndustry.ts";
import { indexOutcome } from "./catalog/indexOutcome.ts";
import { indexPrice } from "./catalog/indexPrice.ts";
import { indexResettlement } from "./catalog/indexResettlement.ts";
import { indexSpatial } from "./catalog/indexSpatial.ts";
import { indexUnemployment } from "./catalog/indexUnemployment.ts";
import { inspected } from "./catalog/inspected.ts";
import { labourOutsideProvince } from "./catalog/labourOutsideProvince.ts";
import { largeScaleProbability } from "./catalog/largeScaleProbability.ts";
import { largeScaleRelapse } from "./catalog/largeScaleRelapse.ts";
import { lateMeasures } from "./catalog/lateMeasures.ts";
import { lateRecognition } from "./catalog/lateRecognition.ts";
import { ledgerItems } from "./catalog/ledgerItems.ts";
import { localCap } from "./catalog/localCap.ts";
import { marginalHouseholds } from "./catalog/marginalHouseholds.ts";
import { marginalPersons } from "./catalog/marginalPersons.ts";
import { measureDays } from "./catalog/measureDays.ts";
import { measuresForCause } from "./catalog/measuresForCause.ts";
import { measuresMatching } from "./catalog/measuresMatching.ts";
import { migrantsChange } from "./catalog/migrantsChange.ts";
import { missedRecognition } from "./catalog/missedRecognition.ts";
import { monitoredHouseholds } from "./catalog/monitoredHouseholds.ts";
import { monitoredPersons } from "./catalog/monitoredPersons.ts";
import { netChange } from "./catalog/netChange.ts";
import { newlyRecognised } from "./catalog/newlyRecognised.ts";
import { noticeBreaches } from "./catalog/noticeBreaches.ts";
import { orangeOrRed } from "./catalog/orangeOrRed.ts";
import { organisedExport } from "./catalog/organisedExport.ts";
import { outpatientReimbursement } from "./catalog/outpatientReimbursement.ts";
import { overdueLedger } from "./catalog/overdueLedger.ts";
import { recognitionAccuracy } from "./catalog/recognitionAccuracy.ts";
import { recognitionDays } from "./catalog/recognitionDays.ts";
import { recordsChanged } from "./catalog/recordsChanged.ts";
import { reporting } from "./catalog/reporting.ts";
import { satisfaction } from "./catalog/satisfaction.ts";
import { screened } from "./catalog/screened.ts";
import { selfReported } from "./catalog/selfReported.ts";
import { shockAlarm } from "./catalog/shockAlarm.ts";
import { silentVillages } from "./catalog/silentVillages.ts";
import { suddenHouseholds } from "./catalog/suddenHouseholds.ts";
import { suddenPersons } from "./catalog/suddenPersons.ts";
import { troubledProjects } from "./catalog/troubledProjects.ts";
import { unstableHouseholds } from "./catalog/unstableHouseholds.ts";
import { unstablePersons } from "./catalog/unstablePersons.ts";
import { untoldVillages } from "./catalog/untoldVillages.ts";
import { villageFlow } from "./catalog/villageFlow.ts";
import { villageGuarantee } from "./catalog/villageGuarantee.ts";
import { villageIndustry } from "./catalog/villageIndustry.ts";
import { villageJobs } from "./catalog/villageJobs.ts";
import { villageMargin } from "./catalog/villageMargin.ts";
import { villageScore } from "./catalog/villageScore.ts";
import { villageShock } from "./catalog/villageShock.ts";
import { villageVul } from "./catalog/villageVul.ts";
import { workersChange } from "./catalog/workersChange.ts";
import { wrongExit } from "./catalog/wrongExit.ts";
import { zeroChangeFlag } from "./catalog/zeroChangeFlag.ts";
import { zeroChangeProbability } from "./catalog/zeroChangeProbability.ts";
import { zeroNewFlag } from "./catalog/zeroNewFlag.ts";
import { zeroNewProbability } from "./catalog/zeroNewProbability.ts";

/** Every indicator, in the order in which people read them. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  villageVul,
  villageMargin,
  villageFlow,
  villageShock,
  villageJobs,
  villageIndustry,
  villageGuarantee,
  villageScore,
  orangeOrRed,
  hotspots,
  indexOutcome,
  indexSpatial,
  indexEmergency,
  indexPrice,
  indexUnemployment,
  indexIndustry,
  indexResettlement,
  indexImplementation,
  largeScaleRelapse,
  largeScaleProbability,
  monitoredHouseholds,
  monitoredPersons,
  unstablePersons,
  marginalPersons,
  suddenPersons,
  unstableHouseholds,
  marginalHouseholds,
  suddenHouseholds,
  newlyRecognised,
  eliminated,
  recordsChanged,
  clues,
  selfReported,
  inspected,
  screened,
  recognitionDays,
  lateRecognition,
  measureDays,
  lateMeasures,
  noticeBreaches,
  ledgerItems,
  overdueLedger,
  fundPaid,
  measuresMatching,
  measuresForCause("ILLNESS"),
  measuresForCause("SCHOOLING"),
  measuresForCause("DISABILITY"),
  measuresForCause("DISASTER"),
  measuresForCause("ACCIDENT"),
  measuresForCause("INDUSTRY_FAILURE"),
  measuresForCause("JOB_INSTABILITY"),
  measuresForCause("LABOUR_SHORTAGE"),
  measuresForCause("HOUSING"),
  measuresForCause("WATER"),
  measuresForCause("EPIDEMIC"),
  measuresForCause("OTHER"),
  netChange,
  workersChange,
  migrantsChange,
  idleLabour,
  troubledProjects,
  fundCarryover,
  silentVillages,
  untoldVillages,
  zeroNewProbability,
  zeroNewFlag,
  zeroChangeProbability,
  zeroChangeFlag,
  reporting,
  shockAlarm,
  fundDisbursed,
  fundSettled,
  fundIdle,
  satisfaction,
  missedRecognition,
  wrongExit,
  recognitionAccuracy,
  chronicListLength,
  outpatientReimbursement,
  localCap,
  firstSecretaries,
  organisedExport,
  labourOutsideProvince,
  collectiveIncome,
];
