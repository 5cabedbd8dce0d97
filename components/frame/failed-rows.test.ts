import { NextIntlClientProvider } from 'next-intl';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import errors from '#components/messages/en/errors.json' with { type: 'json' };
import ui from '#components/messages/en/ui.json' with { type: 'json' };
import { ErrorWordsProvider, FailedRows } from '#components/ui/data-table/failed-rows.tsx';
import { ReadRefused } from './fetch-rows.ts';
import { useRefusalWords } from './refusal-words.ts';

/** As it stands on the page, with the words that the portal has for refusals. */
function Shown(props: Omit<Parameters<typeof FailedRows>[0], 'onRetry'>) {
  const words = useRefusalWords();
  return createElement(
    ErrorWordsProvider,
    { value: words },
    createElement(FailedRows, { ...props, onRetry: () => {} }),
  );
}

const drawn = (error: Error, sorted: boolean) =>
  renderToStaticMarkup(
    createElement(
      NextIntlClientProvider,
      { locale: 'en', timeZone: 'UTC', messages: { errors, ui } as never },
      createElement(Shown, { error, onUnsort: sorted ? () => {} : undefined }),
    ),
  );

describe('rows that could not be had', () => {
  it('where too many match for an order: how many, and the way back to the usual one', () => {
    const page = drawn(new ReadRefused('tables.too-many-to-sort', 'r-1', 0, { limit: 50_000 }), true);
    expect(page).toContain('More than 50,000 rows match: too many to put in this order.');
    expect(page).toContain(`>${ui.table.sortAsUsual}</button>`);
    expect(page).not.toContain(ui.retry);
  });

  it('otherwise why, with the request’s id, and once more', () => {
    const page = drawn(new ReadRefused('internal', 'r-2'), true);
    expect(page).toContain('r-2');
    expect(page).toContain(ui.retry);
    expect(page).not.toContain(ui.table.sortAsUsual);
  });
});
