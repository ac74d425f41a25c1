import type { MessageKind } from '../../../main/web/pages/page';
import { Opening } from '../parts/Opening';
import { Ways } from '../parts/Ways';
import type { Saying } from '../texts';

export function Message({ say, message }: { readonly say: Saying; readonly message: MessageKind }) {
  return (
    <>
      <Opening
        say={say}
        title={say.t(`message.${message}.title`)}
        detail={say.t(`message.${message}.detail`)}
      />
      <Ways say={say} to={[['', 'message.home']]} />
    </>
  );
}
