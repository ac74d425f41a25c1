import type { ClusterFinding, Finding } from '../../../preload/doctor';
import type { Formats } from '../formats';
import type { Translate } from '../translate';

const KINDS: Readonly<Record<ClusterFinding['kind'], true>> = {
  natsReady: true,
  natsFails: true,
  clusterSettingsBad: true,
  natsRightsThere: true,
  natsRightsMissing: true,
  nodesHeard: true,
  nodesNone: true,
  clocksAgree: true,
  clocksDiffer: true,
};

export const isOfCluster = (finding: Finding): finding is ClusterFinding => finding.kind in KINDS;

/** What was found about a relay of several nodes, in a sentence or two, with what to do. */
export function clusterFindingText(finding: ClusterFinding, m: Translate, f: Formats): string {
  switch (finding.kind) {
    case 'natsReady':
      return m('findings.natsReady', { server: finding.server, encrypted: finding.encrypted });
    case 'natsFails': {
      const { server, trouble, detail } = finding;
      return m(`findings.natsFails.${trouble}`, { server, detail: detail === '' ? '' : ` (${detail})` });
    }
    case 'clusterSettingsBad':
      return finding.detail;
    case 'natsRightsThere':
      return m('findings.natsRightsThere');
    case 'natsRightsMissing': {
      const { name, publish, subscribe } = finding;
      return [
        publish.length > 0 && m('findings.natsRightsMissing.publish', { subjects: f.list(publish) }),
        subscribe.length > 0 && m('findings.natsRightsMissing.subscribe', { subjects: f.list(subscribe) }),
        m('findings.natsRightsMissing.todo', { name }),
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'nodesHeard':
      return m('findings.nodesHeard', { count: finding.ids.length, ids: f.list(finding.ids) });
    case 'nodesNone':
      return m('findings.nodesNone', { name: finding.name });
    case 'clocksAgree':
      return m('findings.clocksAgree');
    case 'clocksDiffer': {
      const nodes = finding.nodes.map(({ id, seconds }) =>
        m('findings.clocksDiffer.node', { id, seconds: Math.abs(seconds), ahead: seconds > 0 }),
      );
      return `${nodes.join(' ')} ${m('findings.clocksDiffer.todo')}`;
    }
  }
}
