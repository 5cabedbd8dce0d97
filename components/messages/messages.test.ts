import { createTranslator, IntlErrorCode } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { locales } from './locale.ts';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (typeof value === 'string') found.set(path, value);
    else for (const [inner, text] of flatten(value, path)) found.set(inner, text);
  }
  return found;
}

/** The names a message is filled with: `{count, plural, …}` → count; texts inside plural branches count too. */
function argumentsOf(message: string): string[] {
  return [
    ...new Set([...message.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]/g)].map((match) => match[1] ?? '')),
  ].sort();
}

function syntaxErrors(locale: string, tree: Tree): string[] {
  const broken: string[] = [];
  const translate = createTranslator({
    locale: locale as 'en',
    messages: { area: tree } as never,
    onError: (error) => {
      if (error.code === IntlErrorCode.INVALID_MESSAGE || error.code === IntlErrorCode.INVALID_KEY)
        broken.push(error.message);
    },
    getMessageFallback: ({ key }) => key,
  }) as (key: string) => string;
  for (const key of flatten(tree).keys()) translate(`area.${key}`);
  return broken;
}

describe('message catalogue', () => {
  for (const [area, texts] of Object.entries(catalogue)) {
    const en = flatten(texts.en as Tree);
    const nl = flatten(texts.nl as Tree);

    it(`${area}: English and Dutch have the same keys`, () => {
      expect([...nl.keys()].sort()).toEqual([...en.keys()].sort());
    });

    it(`${area}: both fill in the same arguments`, () => {
      for (const [key, text] of en)
        expect([key, argumentsOf(nl.get(key) ?? '')]).toEqual([key, argumentsOf(text)]);
    });

    it(`${area}: every message parses as ICU and none is empty`, () => {
      for (const locale of locales) {
        expect(syntaxErrors(locale, texts[locale] as Tree)).toEqual([]);
        for (const [key, text] of flatten(texts[locale] as Tree))
          expect([key, text.trim()]).not.toEqual([key, '']);
      }
    });
  }

  it('notices a message that does not parse', () => {
    expect(syntaxErrors('en', { bad: 'you have {count, plural, one {#}' })).toHaveLength(1);
  });
});
