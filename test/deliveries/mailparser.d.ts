declare module 'mailparser' {
  export interface Parsed {
    readonly messageId?: string;
    readonly subject?: string;
    readonly text?: string;
    readonly html: string | false;
    readonly attachments: readonly { readonly filename?: string; readonly contentType: string; readonly content: Buffer }[];
    readonly headers: ReadonlyMap<string, unknown>;
  }
  export function simpleParser(raw: Buffer): Promise<Parsed>;
}
