/** What `service` can be asked for. */
export const SERVICE_ACTIONS = ['install', 'uninstall', 'status'] as const;

export type ServiceAction = (typeof SERVICE_ACTIONS)[number];

export interface ServiceOptions {
  readonly user?: boolean;
  readonly print?: boolean;
}
