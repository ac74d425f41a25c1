import { type MailAddress, mailAddressOf } from './mailAddress';

/** Whom mails are from; the name is empty where there is none. */
export interface Sender {
  readonly name: string;
  readonly address: MailAddress;
}

/** Reads `relay@example.org` or `Our relay <relay@example.org>`; undefined for what is neither. */
export function parseSender(text: string): Sender | undefined {
  const [, name = '', inBrackets] = /^([^<>"\\\p{Cc}\p{Cf}]*)<([^<>]+)>$/u.exec(text.trim()) ?? [];
  const address = mailAddressOf(inBrackets ?? text.trim());
  return address && { name: name.trim(), address };
}

/** As the header `From` has it, where what sends it encodes it. */
export const senderText = ({ name, address }: Sender): string =>
  name === '' ? address : `"${name}" <${address}>`;
