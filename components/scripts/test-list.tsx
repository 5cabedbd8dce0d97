'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Ellipsis from 'lucide-react/icons/ellipsis';
import FlaskConical from 'lucide-react/icons/flask-conical';
import Pencil from 'lucide-react/icons/pencil';
import Play from 'lucide-react/icons/play';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import type { KeptInput, ScriptTest, TestResult } from '#server/scripts/contract.ts';
import { Differences } from './differences.tsx';
import { RenameTestDialog } from './test-name.tsx';
import { inputLine } from './trial-payload.ts';
import type { Tests } from './use-tests.ts';

export interface TestListProps {
  tests: Tests;
  readOnly: boolean;
  /** Runs what a test keeps in the editor's trial. */
  onTry: (input: KeptInput) => void;
}

/** Real messages with what must come of them; every one is run before a version is published. */
export function TestList({ tests, readOnly, onTry }: TestListProps) {
  const t = useTranslations('scripts.tests');
  const words = useRefusalWords();
  if (tests.error) return <Banner kind="bad" title={words(tests.error)} className="m-4 mt-1" />;
  if (tests.loading) return <p className="px-4 pb-4 text-dim text-sm">{t('loading')}</p>;
  if (tests.list.length === 0)
    return (
      <EmptyState icon={<FlaskConical aria-hidden="true" />} title={t('emptyTitle')}>
        {t('emptyText')}
      </EmptyState>
    );
  const resultOf = (test: ScriptTest) => tests.results?.find(({ testId }) => testId === test.id) ?? null;
  const failed = tests.list.filter((test) => resultOf(test)?.passed === false);
  const ordered = [...failed, ...tests.list.filter((test) => !failed.includes(test))];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2">
        <p className="min-w-0 flex-1 text-dim text-sm" aria-live="polite">
          <Summary tests={tests} failed={failed.length} />
        </p>
        <Button
          size="sm"
          pending={tests.pending}
          icon={<Play aria-hidden="true" />}
          onClick={() => void tests.runAll()}
        >
          {t('runAll')}
        </Button>
      </div>
      <ul className="max-h-[36rem] overflow-y-auto" aria-label={t('title')}>
        {ordered.map((test) => (
          <Row
            key={test.id}
            test={test}
            result={resultOf(test)}
            tests={tests}
            readOnly={readOnly}
            onTry={onTry}
          />
        ))}
      </ul>
    </>
  );
}

function Summary({ tests, failed }: { tests: Tests; failed: number }) {
  const t = useTranslations('scripts.tests');
  const count = tests.list.length;
  if (!tests.results) return t('notRun', { count });
  const said = failed > 0 ? t('someFail', { failed, count }) : t('allPass', { count });
  return tests.changedSince ? `${said} ${t('changedSince')}` : said;
}

interface RowProps extends TestListProps {
  test: ScriptTest;
  result: TestResult | null;
}

function Row({ test, result, tests, readOnly, onTry }: RowProps) {
  const t = useTranslations('scripts.tests');
  const [renaming, setRenaming] = useState(false);
  const line = inputLine(test.input);
  return (
    <li className="border-line-soft border-t px-4 py-2 text-sm">
      <div className="flex items-center gap-2.5">
        <State result={result} />
        <span className="min-w-0 flex-1">
          <span className="block truncate" title={test.name}>
            {test.name}
          </span>
          {line ? <span className="mono block truncate text-faint text-xs">{line}</span> : null}
        </span>
        {line ? (
          <Button
            size="sm"
            variant="quiet"
            aria-label={t('tryOf', { name: test.name })}
            onClick={() => onTry(test.input)}
          >
            {t('try')}
          </Button>
        ) : null}
        {readOnly ? null : (
          <Menu
            align="end"
            trigger={
              <IconButton
                label={t('moreOf', { name: test.name })}
                tooltip={false}
                icon={<Ellipsis aria-hidden="true" />}
              />
            }
          >
            <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setRenaming(true)}>
              {t('rename')}
            </MenuItem>
            <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={() => void tests.remove(test)}>
              {t('delete')}
            </MenuItem>
          </Menu>
        )}
      </div>
      {result && !result.passed ? (
        <Failure test={test} result={result} tests={tests} readOnly={readOnly} />
      ) : null}
      <RenameTestDialog test={test} tests={tests} open={renaming} onOpenChange={setRenaming} />
    </li>
  );
}

function State({ result }: { result: TestResult | null }) {
  const t = useTranslations('scripts.tests');
  if (!result)
    return <CircleDashed aria-label={t('state.notRun')} className="size-4 shrink-0 text-faint" role="img" />;
  return result.passed ? (
    <CircleCheck aria-label={t('state.passed')} className="size-4 shrink-0 text-accent" role="img" />
  ) : (
    <CircleX aria-label={t('state.failed')} className="size-4 shrink-0 text-bad" role="img" />
  );
}

function Failure({
  test,
  result,
  tests,
  readOnly,
}: Omit<RowProps, 'onTry' | 'result'> & { result: TestResult }) {
  const t = useTranslations('scripts.tests');
  const { error, differences } = result;
  return (
    <div className="mt-1.5 rounded-lg border border-bad/35 bg-bad-soft px-3 py-2">
      {error ? (
        <p className="break-words text-bad">
          {error.name}: {error.message}
        </p>
      ) : null}
      {differences.length > 0 ? (
        <Differences differences={differences} heads={{ before: t('expected'), after: t('made') }} />
      ) : null}
      {readOnly ? null : (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <Button size="sm" disabled={tests.changedSince} onClick={() => void tests.accept(test)}>
            {t('accept')}
          </Button>
          <span className="text-faint text-xs">{tests.changedSince ? t('runFirst') : t('acceptHint')}</span>
        </div>
      )}
    </div>
  );
}
