import fc from 'fast-check';
import { html } from './html.js';

describe('A template', () => {
  it('writes texts as text, in an element and in an attribute in quotes', () => {
    expect(String(html`<p title="${`"><b onmouseover='x'>`}">${'<script>alert(1)</script> & `more`'}</p>`)).toBe(
      '<p title="&quot;&gt;&lt;b onmouseover=&#39;x&#39;&gt;">&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#96;more&#96;</p>',
    );
  });

  it('takes templates and lists of them as they are, and leaves out what is not there', () => {
    const items = ['<1>', '2'].map((each) => html`<i>${each}</i>`);
    const nothing = [undefined, null, false, ''] as const;
    expect(String(html`<b>${items}</b>${nothing}${0}`)).toBe('<b><i>&lt;1&gt;</i><i>2</i></b>0');
  });

  it('gives every text back to whoever reads the page, whatever stands in it', () => {
    const names: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' };
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = String(html`${text}`);
        expect(inside).not.toMatch(/[<>"'`]/);
        expect(inside.replace(/&(#?\w+);/g, (_, name: string) => names[name]!)).toBe(text);
      }),
    );
  });
});
