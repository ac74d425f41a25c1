import { useAppContext } from '../../appContext';
import { checkUsername, MOST_USERNAME } from './checks';
import { PasswordRow } from './PasswordRow';
import { TextRow } from './TextRow';

/** What every device logs in with. */
export function Account() {
  const { snapshot, t } = useAppContext();
  const texts = t.settings.username;
  return (
    <>
      <TextRow
        id="username"
        label={texts.label}
        hint={texts.hint}
        value={snapshot.settings.username}
        check={(text) => {
          const trouble = checkUsername(text);
          return trouble && texts[trouble];
        }}
        change={(text) => [{ username: text }, texts.changed(text)]}
        maxLength={MOST_USERNAME}
      />
      <PasswordRow />
    </>
  );
}
