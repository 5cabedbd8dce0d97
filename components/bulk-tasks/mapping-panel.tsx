'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { setBulkMapping } from '#server/bulk-tasks/actions.ts';
import type { BulkKindFacts, BulkOptions, BulkTask } from '#server/bulk-tasks/contract.ts';
import { METADATA, type SheetColumn, type SheetFacts } from '#server/bulk-tasks/sheet/columns-contract.ts';
import { type Choices, OptionFields } from './option-fields.tsx';
import { bulkKeys } from './queries.ts';
import { useFieldWord } from './words.ts';

interface MappingPanelProps {
  task: BulkTask;
  sheet: SheetFacts;
  facts: BulkKindFacts;
  choices: Choices;
}

const NOTHING = '-';

/** How the sheet was read and which column is what, to be put right before anything is written. */
export function MappingPanel({ task, sheet, facts, choices }: MappingPanelProps) {
  const t = useTranslations('bulk.mapping');
  const option = useTranslations('bulk.option');
  const act = useAct();
  const word = useFieldWord();
  const [mapping, setMapping] = useState<(string | null)[]>(task.mapping ?? sheet.columns.map(() => null));
  const [options, setOptions] = useState<BulkOptions>(task.options);
  const [pending, setPending] = useState(false);
  const changed =
    JSON.stringify(mapping) !== JSON.stringify(task.mapping) ||
    JSON.stringify(options) !== JSON.stringify(task.options);
  const again = async () => {
    setPending(true);
    await act(setBulkMapping({ id: task.id, mapping, options }), { stale: [bulkKeys.one(task.id)] });
    setPending(false);
  };
  const set = (at: number, field: string) =>
    setMapping(
      mapping.map((old, index) =>
        index === at ? (field === NOTHING ? null : field) : old === field ? null : old,
      ),
    );
  return (
    <Panel
      title={t('title')}
      note={readAs(sheet, t)}
      footer={
        <div className="flex items-center justify-end gap-3">
          {changed ? <span className="text-dim text-sm">{t('changed')}</span> : null}
          <Button
            variant={changed ? 'primary' : undefined}
            disabled={!changed}
            pending={pending}
            onClick={() => void again()}
          >
            {t('again')}
          </Button>
        </div>
      }
    >
      {task.missing.length > 0 ? (
        <Banner
          kind="warn"
          title={t('missing', {
            fields: task.missing.map((group) => group.map(word).join(` ${t('or')} `)).join('; '),
          })}
          className="mb-3"
        />
      ) : null}
      {task.lacking.length > 0 ? (
        <Banner
          kind="warn"
          title={t('lacking', { options: task.lacking.map((name) => option(optionWord(name))).join(', ') })}
          className="mb-3"
        />
      ) : null}
      <div className="mb-4 grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <OptionFields
          kind={task.kind}
          offered={facts.options}
          choices={choices}
          value={options}
          onChange={setOptions}
        />
      </div>
      <ul className="grid gap-x-5 gap-y-3 sm:grid-cols-2 xl:grid-cols-3">
        {sheet.columns.map((column, at) => (
          <li key={column.letter}>
            <Select
              label={`${column.letter} · ${column.header || t('noHeading')}`}
              hint={
                <span className="line-clamp-3">
                  {columnHint(column, mapping[at] === (task.mapping?.[at] ?? null), t)}
                </span>
              }
              options={fieldOptions(facts, column, mapping[at] ?? null, word, t('leftOut'))}
              value={mapping[at] ?? NOTHING}
              onValueChange={(field) => set(at, field)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Only what a sheet can lack: choices of selections are made before. */
const optionWord = (name: keyof BulkOptions) =>
  name === 'projectId' ? 'project' : name === 'deviceTypeId' ? 'type' : 'flow';

type T = ReturnType<typeof useTranslations<'bulk.mapping'>>;

const DELIMITERS: Record<string, 'semicolon' | 'tab' | 'pipe'> = {
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

function readAs(sheet: SheetFacts, t: T): string {
  const parts = [
    sheet.format === 'xlsx' ? t('workbook') : (sheet.encoding ?? '').toUpperCase(),
    sheet.delimiter ? t(`delimiter.${DELIMITERS[sheet.delimiter] ?? 'comma'}`) : '',
    sheet.headerRow === null ? t('noHeader') : t('headerRow', { row: sheet.headerRow }),
    t('rows', { rows: sheet.rows }),
  ];
  return parts.filter(Boolean).join(' · ');
}

function columnHint(column: SheetColumn, isAsRead: boolean, t: T): string {
  const samples = column.samples.join(', ') || t('empty');
  return column.because && isAsRead ? `${samples} — ${t(`because.${column.because}`)}` : samples;
}

function fieldOptions(
  facts: BulkKindFacts,
  column: SheetColumn,
  present: string | null,
  word: (field: string) => string,
  nothing: string,
) {
  const key = (column.header || column.letter).replace(/^meta(data)?[:.]\s*/i, '').slice(0, 100);
  const metadata = facts.metadata && key !== '__proto__' ? [`${METADATA}${key}`] : [];
  const fields = new Set<string>([...facts.fields, ...metadata, ...(present ? [present] : [])]);
  return [
    { value: NOTHING, label: nothing },
    ...[...fields].map((field) => ({ value: field, label: word(field) })),
  ];
}
