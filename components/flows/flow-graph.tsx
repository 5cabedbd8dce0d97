'use client';
import { useTranslations } from 'next-intl';
import { useLiveDevices } from '#components/live/use-live.ts';
import type { Flow } from '#server/flows/contract.ts';
import { WarningList } from './flow-warnings.tsx';
import { GraphEditor } from './graph-editor.tsx';
import { flowKeys, useFlow } from './queries.ts';
import { useGraphView, ViewChips } from './view-chips.tsx';

/** The flow, drawn and edited, with all that needs attention above it. */
export function FlowGraphPanel({ flow: painted, mayUpdate }: { flow: Flow; mayUpdate: boolean }) {
  const t = useTranslations('flows.graph');
  const flow = useFlow(painted);
  useLiveDevices(null, [flowKeys.one(flow.id)], { everyMs: 2_000 });
  const view = useGraphView();
  return (
    <div className="flex flex-col gap-3">
      <ViewChips view={view} />
      {flow.warnings.length > 0 ? <Attention flow={flow} /> : null}
      <GraphEditor
        flow={flow}
        mayUpdate={mayUpdate}
        asList={view.asList}
        label={t('label', { name: flow.name })}
        whole={flow}
      />
    </div>
  );
}

function Attention({ flow }: { flow: Flow }) {
  const t = useTranslations('flows.warning');
  return (
    <details
      className="rounded-lg border border-warn/35 bg-warn-soft px-3 py-2"
      open={flow.warnings.length <= 2}
    >
      <summary className="font-semibold text-sm text-warn">
        {t('title', { count: flow.warnings.length })}
      </summary>
      <div className="mt-2">
        <WarningList flowId={flow.id} warnings={flow.warnings} />
      </div>
    </details>
  );
}
