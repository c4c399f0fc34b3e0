/** The name of a command or code on the wire: `RecordConsent` → `record-consent`. */
export const wireName = (name: string): string =>
  name.replace(/(?<=[a-z0-9])[A-Z]|(?<!^)[A-Z](?=[a-z])/g, (letter) => `-${letter}`).toLowerCase();
