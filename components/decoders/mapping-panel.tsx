'use client';
import { useTranslations } from 'next-intl';
import { leavesOf } from '#components/scripts/leaves.ts';
import type { ScriptOutcome, ScriptSource } from '#server/scripts/contract.ts';

type Mapping = ScriptSource['mapping'];

export interface MappingPanelProps {
  mapping: Mapping;
  outcome: ScriptOutcome | null;
  readOnly: boolean;
  onChange: (mapping: Mapping) => void;
}

/** Names and units for the values of a TS013 codec, which knows neither SenML names nor units. */
export function MappingPanel({ mapping, outcome, readOnly, onChange }: MappingPanelProps) {
  const t = useTranslations('decoders.mapping');
  const leaves = leavesOf((outcome?.output as { data?: unknown } | null)?.data);
  const paths = [...new Set([...Object.keys(mapping), ...leaves.map((leaf) => leaf.path)])];
  const set = (path: string, change: Partial<Record<'name' | 'unit' | 'factor', string>>) => {
    const { [path]: before, ...rest } = mapping;
    const next = cleaned({ ...before }, change);
    onChange(Object.keys(next).length > 0 ? { ...rest, [path]: next } : rest);
  };
  return (
    <div className="px-4 pb-4">
      <p className="mb-3 text-dim text-sm">{t('lead')}</p>
      {paths.length === 0 ? <p className="text-dim text-sm">{t('none')}</p> : null}
      {paths.length > 0 ? (
        <table className="w-full table-fixed text-sm">
          <colgroup>
            <col className="w-[28%]" />
            <col />
            <col className="w-[19%]" />
            <col className="w-[19%]" />
          </colgroup>
          <thead className="text-left text-faint">
            <tr>
              {(['path', 'name', 'unit', 'factor'] as const).map((column) => (
                <th key={column} scope="col" className="pb-1.5 pr-2 font-normal">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {paths.map((path) => (
              <tr key={path}>
                <th scope="row" className="mono truncate py-1 pr-2 text-left font-normal" title={path}>
                  {path}
                </th>
                {(['name', 'unit', 'factor'] as const).map((column) => (
                  <td key={column} className="py-1 pr-2">
                    <input
                      className="control px-2 font-mono text-[13px]"
                      aria-label={`${t(column)}: ${path}`}
                      readOnly={readOnly}
                      inputMode={column === 'factor' ? 'decimal' : 'text'}
                      placeholder={column === 'name' ? path : ''}
                      defaultValue={mapping[path]?.[column] ?? ''}
                      onBlur={(event) => set(path, { [column]: event.target.value })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}

/** What is emptied goes; a factor that is no number is left as it was. */
function cleaned(
  before: Mapping[string],
  change: Partial<Record<'name' | 'unit' | 'factor', string>>,
): Mapping[string] {
  const next = { ...before };
  for (const [field, text] of Object.entries(change) as ['name' | 'unit' | 'factor', string][]) {
    const typed = text.trim();
    if (typed === '') delete next[field];
    else if (field !== 'factor') next[field] = typed;
    else if (Number.isFinite(Number(typed.replace(',', '.')))) next.factor = Number(typed.replace(',', '.'));
  }
  return next;
}
