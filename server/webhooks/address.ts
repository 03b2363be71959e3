import { BlockList, isIP, isIPv4 } from "node:net";

/** Networks nobody outside may make the server call: RFC 6890 and what cloud providers answer secrets on. */
const CLOSED: readonly (readonly [network: string, bits: number, family: "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 4, "ipv4"],
  ["240.0.0.0", 4, "ipv4"],
  // Metadata of Alibaba Cloud, in the space of providers.
  ["100.100.100.200", 32, "ipv4"],
];
/** Of IPv6 only what is given out to the public is open, without tunnels and translations to IPv4, and documentation. */
const OPEN_IPV6: readonly (readonly [string, number])[] = [["2000::", 3]];
const CLOSED_IPV6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const closed = new BlockList();
for (const [network, bits, family] of CLOSED) closed.addSubnet(network, bits, family);
for (const [network, bits] of CLOSED_IPV6) closed.addSubnet(network, bits, "ipv6");
const open = new BlockList();
for (const [network, bits] of OPEN_IPV6) open.addSubnet(network, bits, "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

export interface Reach {
  /** Tests only: plain HTTP to this machine, at any port. Refused in production by config.ts. */
  readonly loopback: boolean;
}

/** Whether an address may be called. */
export function isReachable(address: string, reach: Reach): boolean {
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  if (isIP(address) === 0) return false;
  if (reach.loopback && loopback.check(address, family)) return true;
  if (closed.check(address, family)) return false;
  return family === "ipv4" || open.check(address, family);
}

/** Names that mean this machine or this network, whatever they resolve to. */
const INNER_NAME =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|onion|home\.arpa)\.?$/i;

/** Host of a URL as node connects to it: addresses of IPv6 without their brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

/** What is wrong with the address of a webhook, before its name is looked up; null for nothing. */
export function wrongUrl(text: string, reach: Reach): readonly [zh: string, en: string] | null {
  const shown = text.slice(0, 100);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || text.length > 500)
    return [`${shown} 不是至多 500 字的网址。`, `${shown} is no address of at most 500 characters.`];
  const host = hostOf(url);
  const isLoopback =
    isIP(host) > 0 ? loopback.check(host, isIPv4(host) ? "ipv4" : "ipv6") : host === "localhost";
  if (reach.loopback && isLoopback && /^https?:$/.test(url.protocol)) return null;
  if (url.protocol !== "https:" || url.port !== "")
    return [`${shown} 须为 https，端口 443。`, `${shown} must be https on port 443.`];
  if (url.username !== "" || url.password !== "" || url.hash !== "")
    return ["网址不能带用户名、密码或 # 部分。", "The address must hold no user, password or fragment."];
  if (INNER_NAME.test(host) || (isIP(host) === 0 && !host.includes(".")))
    return [`${host} 是内部名称，不能登记。`, `${host} is an inner name and cannot be registered.`];
  if (isIP(host) > 0 && !isReachable(host, reach))
    return [`${host} 不是公网地址，不能登记。`, `${host} is no public address and cannot be registered.`];
  return null;
}
