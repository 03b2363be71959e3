import { inventedIdNumber } from "../identityNumbers.ts";

/**
 * Three invented people whose names and numbers stand nowhere but in the sealed columns of the register: whatever else
 * is found to hold one of them has leaked it. They head the first households of the first casework village.
 */
export const CANARIES = [
  {
    name: "蘅芷渟",
    bornOn: "1961-02-03",
    idNumber: inventedIdNumber("1961-02-03", 997),
    phone: "10097531024",
  },
  {
    name: "麴尘岫",
    bornOn: "1974-08-19",
    idNumber: inventedIdNumber("1974-08-19", 998),
    phone: "10086420135",
  },
  {
    name: "淳于翯",
    bornOn: "1987-11-30",
    idNumber: inventedIdNumber("1987-11-30", 999),
    phone: "10075319246",
  },
] as const;
