import { Heading } from '../../parts/Heading';
import { useSurroundings } from '../../surroundings';

export function Devices(_props: { openKey: string | undefined }) {
  const { t } = useSurroundings();
  return <Heading title={t.common.appName} />;
}
