'use client';
import Info from 'lucide-react/icons/info';
import { useTranslations } from 'next-intl';
import { Popover } from '#components/ui/popover.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { FlowNode, FlowWarning } from '#server/flows/contract.ts';
import { WarningList } from './flow-warnings.tsx';
import type { GraphDoors } from './graph-model.tsx';

interface NodeControlProps {
  node: FlowNode;
  flowId: string;
  doors: GraphDoors;
  cut: { run: () => void } | undefined;
}

/** In a box: what is wrong with it, and the switch of what can be switched. */
export function NodeControl({ node, flowId, doors, cut }: NodeControlProps) {
  const t = useTranslations('flows.graph');
  const switched = node.kind === 'decoder' || node.kind === 'encoder';
  return (
    <>
      {node.warnings.length > 0 ? (
        <WarningInfo flowId={flowId} name={node.name} warnings={node.warnings} />
      ) : null}
      {switched ? (
        <Switch
          hideLabel
          checked
          disabled={!doors.mayUpdate}
          label={t('switchOff', { name: node.name })}
          onCheckedChange={() => cut?.run()}
        />
      ) : null}
    </>
  );
}

function WarningInfo({ flowId, name, warnings }: { flowId: string; name: string; warnings: FlowWarning[] }) {
  const t = useTranslations('flows.graph');
  return (
    <Popover
      className="w-[min(23rem,calc(100vw-16px))]"
      trigger={
        <button
          type="button"
          aria-label={t('whatIsWrong', { name })}
          className="grid size-6 place-items-center rounded-full bg-warn-soft text-warn hover:brightness-95"
        >
          <Info aria-hidden="true" className="size-4" />
        </button>
      }
    >
      <WarningList flowId={flowId} warnings={warnings} />
    </Popover>
  );
}
