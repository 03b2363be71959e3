/** Delivery that village facts name whose figures, and whose gaps, come from casework. */
export const ROLL_UP_SOURCE = "facts-casework-roll-up";
