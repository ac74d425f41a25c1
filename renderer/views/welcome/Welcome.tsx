import { Heading } from '../../parts/Heading';
import { useSurroundings } from '../../surroundings';

export function Welcome() {
  const { t } = useSurroundings();
  return <Heading title={t.common.appName} />;
}
