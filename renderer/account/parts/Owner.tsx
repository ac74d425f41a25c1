interface OwnerProps {
  readonly email: string | undefined;
  /** Where the form says whose it is, too. */
  readonly name?: 'email';
}

/** For password managers, which would not know otherwise whose password a form asks for. */
export const Owner = ({ email, name }: OwnerProps) => (
  <input type="text" name={name} autocomplete="username" value={email} hidden readOnly />
);
