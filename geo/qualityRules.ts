/** Thresholds of the data-quality rules; rule_books rows of DATA_QUALITY say only what differs. */
export interface QualityThresholds {
  /** Day of the month after the quarter on which reports are due; that day is still in time. */
  readonly reportDueDay: number;
  readonly outliers: OutlierThresholds;
  readonly copyForward: {
    /** Least share of identical figures. */
    readonly share: number;
    readonly probabilityBelow: number;
  };
  readonly digitHeaping: {
    /** Least share of last digits that are 0 or 5; 0.2 is expected. */
    readonly share: number;
    readonly probabilityBelow: number;
    /** Smaller counts are left out: their last digits are not uniform by nature. */
    readonly leastCount: number;
    /** The same where one delivery is judged alone: counts of one kind lie close together, small ones on few digits. */
    readonly leastCountOfOne: number;
  };
  readonly bulkEdit: {
    /** Fewest rows recorded within one second. */
    readonly rows: number;
  };
}

export interface OutlierThresholds {
  readonly zScore: number;
  readonly modifiedZScore: number;
  /** A rate that moved less than this from one month to the next is no outlier, however still its peers are. */
  readonly leastJump: number;
  /** Highest plausible rate of each component. */
  readonly mostRate: Readonly<Record<TypedComponent, number>>;
}

/**
 * The components that people fill in. INDUSTRY is not among them: the platform adds it up from the projects, so that
 * a jump is an event and not a slip of the hand, and its last digits are nobody's.
 */
export const TYPED_COMPONENTS = ["VUL", "MARGIN", "FLOW", "SHOCK", "JOBS", "GUARANTEE"] as const;
export type TypedComponent = (typeof TYPED_COMPONENTS)[number];

/**
 * Defaults of this project, not official. Scores: WHO Data Quality Review toolkit (2017) for z, Iglewicz and Hoaglin
 * (1993) for the modified score. Shares stand beside probabilities because with a thousand figures even a harmless
 * difference is improbable.
 */
export const DEFAULT_QUALITY_THRESHOLDS: QualityThresholds = {
  reportDueDay: 15,
  outliers: {
    zScore: 3,
    modifiedZScore: 3.5,
    leastJump: 0.3,
    mostRate: { VUL: 0.5, MARGIN: 0.65, FLOW: 0.3, SHOCK: 0.5, JOBS: 0.65, GUARANTEE: 0.5 },
  },
  copyForward: { share: 0.8, probabilityBelow: 1e-6 },
  digitHeaping: { share: 0.35, probabilityBelow: 1e-3, leastCount: 10, leastCountOfOne: 30 },
  bulkEdit: { rows: 20 },
};
