import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import ui from '#components/messages/en/ui.json' with { type: 'json' };
import { ErrorWordsProvider, FailedRows } from '#components/ui/data-table/failed-rows.tsx';
import { drawn } from './drawn.fixture.tsx';
import { ReadRefused } from './fetch-rows.ts';
import { useRefusalWords } from './refusal-words.ts';

/** As it stands on the page, with the words that the portal has for refusals. */
function Shown({ error }: { error: Error }) {
  const rows = createElement(FailedRows, { error, onRetry: () => {}, onUnsort: () => {} });
  return createElement(ErrorWordsProvider, { value: useRefusalWords() }, rows);
}

describe('rows that could not be had', () => {
  it('where too many match for an order: how many, and the way back to the usual one', () => {
    const error = new ReadRefused('tables.too-many-to-sort', 'r-1', 0, { limit: 50_000 });
    const page = drawn(Shown, { error });
    expect(page).toContain('More than 50,000 rows match: too many to put in this order.');
    expect(page).toContain(`>${ui.table.sortAsUsual}</button>`);
    expect(page).not.toContain(ui.retry);
  });

  it('otherwise why, with the request’s id, and once more', () => {
    const page = drawn(Shown, { error: new ReadRefused('internal', 'r-2') });
    expect(page).toContain('r-2');
    expect(page).toContain(ui.retry);
    expect(page).not.toContain(ui.table.sortAsUsual);
  });
});
