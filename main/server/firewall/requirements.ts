/** What has to get through the firewall. */
export interface FirewallRequirements {
  /** The relay's, TCP. */
  readonly port: number;
  /** Whether devices are to find the relay, by multicast DNS. */
  readonly findable: boolean;
}

/** UDP (RFC 6762). */
export const MDNS_PORT = 5353;
