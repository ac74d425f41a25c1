import type { ServicePlace } from './servicePlace';

/** The config file of a service that has none yet: for a household, with everything else to be chosen in comments. */
export const exampleConfig = (
  place: ServicePlace,
): string => `# The relay that runs as a service. All settings: buckets-relay server --help, each without its dashes.
# After a change: ${restartCommand(place)}

# User name and password, made at the first start.
account = ${JSON.stringify(place.account)}

# Every address of this computer; 127.0.0.1 for this computer alone, as behind a proxy.
address = "0.0.0.0"
port = 9001

# Devices in the same network find the relay by themselves.
advertise = true
# name = "Our relay"

# Encryption, with a certificate that devices are shown once, or with your own (certificate, key).
# tls = "self-signed"
# tls = "/etc/ssl/relay.pem,/etc/ssl/private/relay.key"

# connections = 4096
# log-level = "info"
`;

/** What has the service begin anew. */
export const restartCommand = ({ scope }: ServicePlace): string =>
  scope === 'user' ? 'systemctl --user restart buckets-relay' : 'sudo systemctl restart buckets-relay';
