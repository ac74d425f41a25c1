import { Heading } from '../../parts/Heading';
import { useSurroundings } from '../../surroundings';

export function Settings() {
  const { t } = useSurroundings();
  return <Heading title={t.common.appName} />;
}
