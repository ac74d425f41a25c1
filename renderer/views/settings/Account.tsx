import { useAppContext } from '../../appContext';
import { PasswordRow } from './PasswordRow';
import { TextRow } from './TextRow';
import { checkUsername, MAX_USERNAME } from './validation';

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
        maxLength={MAX_USERNAME}
      />
      <PasswordRow />
    </>
  );
}
