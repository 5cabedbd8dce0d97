import { describe, expect, it } from 'vitest';
import { effectiveAddress, tableAddress, viewPart, writeAddress } from './table-address.ts';

const start = { id: 'v1', address: 'f=status:in:late&sort=-name' };
const params = (text: string) => new URLSearchParams(text);

describe('the address of a page and its tables', () => {
  it('each table takes its own part', () => {
    const page = params('tab=x&q=one&pick.q=two&pick.f=a:is:b&pick.f=c:is:d');
    expect(tableAddress(page, '').toString()).toBe('q=one');
    expect(tableAddress(page, 'pick.').toString()).toBe('q=two&f=a%3Ais%3Ab&f=c%3Ais%3Ad');
  });

  it('opens with the default view only where it says nothing of the table', () => {
    expect(effectiveAddress(params('tab=x'), '', start).toString()).toBe(
      'f=status%3Ain%3Alate&sort=-name&view=v1',
    );
    expect(effectiveAddress(params('q=pump'), '', start).toString()).toBe('q=pump');
    expect(effectiveAddress(params('view=main'), '', start).toString()).toBe('view=main');
    expect(effectiveAddress(params('tab=x'), '', undefined).toString()).toBe('');
  });

  it('an emptied table says so where empty would mean the default view', () => {
    const page = params('tab=x&q=pump');
    writeAddress(page, '', params(''), start);
    expect(page.toString()).toBe('tab=x&view=main');
    writeAddress(page, '', params('view=main&q=a'), start);
    expect(page.toString()).toBe('tab=x&q=a');
    writeAddress(page, '', params(''), undefined);
    expect(page.toString()).toBe('tab=x');
  });

  it('what is saved and shared has neither page nor name, and one order', () => {
    const one = params('cols=name,flows&view=v1&cursor=abc&q=x&f=a:is:b');
    expect(viewPart(one)).toBe('q=x&f=a%3Ais%3Ab&cols=name%2Cflows');
    expect(viewPart(params(viewPart(one)))).toBe(viewPart(one));
  });
});
