'use client';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Save from 'lucide-react/icons/save';
import Upload from 'lucide-react/icons/upload';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeEditor } from '#components/ui/code-editor/code-editor.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pill } from '#components/ui/pill.tsx';
import {
  CONTRACTS_OF,
  type KeptInput,
  type ScriptContract,
  type ScriptOutcome,
  type ScriptOwner,
  type TrialInput,
} from '#server/scripts/contract.ts';
import { contractTypes } from './contract-types.ts';
import { DataPanel } from './data-panel.tsx';
import { MadeResult } from './made-result.tsx';
import { OutputPanel } from './output-panel.tsx';
import { PublishReviewDialog } from './publish-review.tsx';
import { TestList } from './test-list.tsx';
import { KeepTestDialog } from './test-name.tsx';
import { useDataTrial } from './use-data-trial.ts';
import { useMarkers } from './use-markers.ts';
import { type KeptScript, type Script, useScript } from './use-script.ts';
import { useTests } from './use-tests.ts';
import { VersionList } from './version-list.tsx';
import { Workbench } from './workbench.tsx';

export interface ScriptDeskProps extends Pick<KeptScript<ScriptContract>, 'versions' | 'editing'> {
  owner: ScriptOwner;
  name: string;
  currentVersion: number | null;
  crumb: { label: string; href: string };
  identifiers: ReactNode;
  mayUpdate: boolean;
  /** Items of the menu beside saving and publishing. */
  menu: ReactNode;
  /** What it is tried on: its words, where somebody begins, and the input that it stands for. */
  data: { label: string; hint: string; first: unknown; inputOf: (data: unknown) => TrialInput };
}

const made = (outcome: ScriptOutcome) => <MadeResult outcome={outcome} />;
const dataOf = (input: KeptInput) =>
  input.kind === 'data' ? input.data : input.kind === 'pack' ? input.pack : null;

/** The workbench of a script that makes bytes or text of data: an encoder's, a message format's. */
export function ScriptDesk({ owner, name, data, mayUpdate, ...desk }: ScriptDeskProps) {
  const t = useTranslations('scripts.desk');
  const contracts = CONTRACTS_OF[owner.kind] as [ScriptContract, ...ScriptContract[]];
  const script = useScript({ owner, contracts, versions: desk.versions, editing: desk.editing });
  const trial = useDataTrial(script, data.first, data.inputOf);
  const tests = useTests(owner, script);
  const [keeping, setKeeping] = useState(false);
  const [shown, setShown] = useState('tests');
  const [goTo, setGoTo] = useState<{ line: number; column: number } | null>(null);
  const markers = useMarkers(trial.outcome);
  const lower = [
    {
      key: 'tests',
      label: t('tests'),
      note: tests.list.length || undefined,
      content: (
        <TestList tests={tests} readOnly={!mayUpdate} onTry={(input) => void trial.runData(dataOf(input))} />
      ),
    },
    {
      key: 'versions',
      label: t('versions'),
      note: desk.versions.length,
      content: <VersionList owner={owner} versions={desk.versions} script={script} readOnly={!mayUpdate} />,
    },
  ];
  return (
    <>
      <Breadcrumb items={[desk.crumb, { label: name }]} />
      <PageHeader
        title={name}
        pill={<States script={script} currentVersion={desk.currentVersion} />}
        identifiers={desk.identifiers}
        actions={mayUpdate ? <Actions script={script} menu={desk.menu} /> : null}
      />
      {mayUpdate ? null : <Banner kind="info" title={t('readOnly')} className="mb-3" />}
      <Workbench
        shown={shown}
        onShow={setShown}
        onRun={() => void trial.run()}
        editor={
          <CodeEditor
            label={t('editorOf', { name })}
            value={script.source}
            onChange={script.setSource}
            extraLibs={contractTypes(script.contract)}
            markers={markers}
            goTo={goTo}
            readOnly={!mayUpdate}
            onSave={() => mayUpdate && void script.save()}
            className="h-[26rem] xl:h-[34rem]"
          />
        }
        side={
          <>
            <DataPanel trial={trial} label={data.label} hint={data.hint} />
            <OutputPanel
              trial={trial}
              made={made}
              onKeep={mayUpdate && trial.ran && !trial.changedSince ? () => setKeeping(true) : undefined}
              onGoto={(line, column) => setGoTo({ line, column })}
            />
          </>
        }
        lower={lower}
      />
      <KeepTestDialog ran={trial.ran} made={made} tests={tests} open={keeping} onOpenChange={setKeeping} />
      <PublishReviewDialog
        script={script}
        onTests={() => {
          script.stopReview();
          setShown('tests');
          void tests.runAll();
        }}
      />
    </>
  );
}

function States({ script, currentVersion }: { script: Script } & Pick<ScriptDeskProps, 'currentVersion'>) {
  const t = useTranslations('scripts.desk');
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {currentVersion === null ? (
        <Pill tone="idle">{t('never')}</Pill>
      ) : (
        <Pill tone="good">{t('published', { number: currentVersion })}</Pill>
      )}
      {script.draft ? <Pill tone="busy">{t('draftOpen', { number: script.draft.number })}</Pill> : null}
      {script.dirty ? <Pill tone="warn">{t('unsaved')}</Pill> : null}
    </span>
  );
}

function Actions({ script, menu }: { script: Script } & Pick<ScriptDeskProps, 'menu'>) {
  const t = useTranslations('scripts.desk');
  return (
    <>
      <Button
        icon={<Save aria-hidden="true" />}
        pending={script.pending === 'save'}
        disabled={!script.dirty}
        onClick={() => void script.save()}
      >
        {t('save')}
      </Button>
      <Button
        variant="primary"
        icon={<Upload aria-hidden="true" />}
        pending={script.pending !== null}
        disabled={!script.dirty && !script.draft}
        onClick={() => void script.review()}
      >
        {t('publish')}
      </Button>
      <Menu
        align="end"
        trigger={<IconButton label={t('more')} tooltip={false} icon={<Ellipsis aria-hidden="true" />} />}
      >
        {menu}
      </Menu>
    </>
  );
}
