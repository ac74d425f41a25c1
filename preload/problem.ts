// What keeps the relay from doing its work: plain values, without Node, Electron or the DOM.

/** Why a certificate or its key cannot be used. `code` is the system's or the TLS library's. */
export type CertificateProblem =
  | { readonly kind: 'cannotRead' | 'cannotWrite'; readonly path: string; readonly code: string }
  | { readonly kind: 'notPem'; readonly path: string; readonly expected: 'certificate' | 'key' }
  | { readonly kind: 'encryptedKey'; readonly path: string }
  | { readonly kind: 'unsupportedKey'; readonly path: string; readonly found: string }
  | { readonly kind: 'keyDoesNotMatch'; readonly certificatePath: string; readonly keyPath: string }
  | { readonly kind: 'expired'; readonly path: string; readonly validUntil: Date }
  | { readonly kind: 'notYetValid'; readonly path: string; readonly validFrom: Date }
  | { readonly kind: 'refusedByTls'; readonly path: string; readonly code: string };

/** Why the relay does not run although it should, or why a change was refused. */
export type Problem =
  /**
   * `nextFree` is a port that was free when this was found out, if there was any. `owner` names the program that has
   * the port, where the system tells.
   */
  | {
      readonly kind: 'portInUse';
      readonly port: number;
      readonly nextFree: number | undefined;
      readonly owner: string | undefined;
    }
  | { readonly kind: 'portForbidden'; readonly port: number; readonly nextFree: number | undefined }
  | { readonly kind: 'addressNotAvailable'; readonly address: string }
  /** The keychain that holds the password does not open. */
  | { readonly kind: 'passwordLocked' }
  | { readonly kind: 'certificate'; readonly trouble: CertificateProblem }
  /** `code` is the system's, as EMFILE. */
  | { readonly kind: 'cannotListen' | 'listenerFailed'; readonly code: string };

/** Why the relay is not found on the network. */
export type AdvertiseProblem =
  /** This computer is in no network where devices could reach it. */
  | { readonly kind: 'noNetwork' }
  /** The name is taken, also with numbers behind it. */
  | { readonly kind: 'noFreeName'; readonly name: string }
  /** The system does not let it speak there; `code` is the system's. */
  | { readonly kind: 'noMulticast'; readonly code: string };
