'use client';
import { useUrlParams } from '#components/ui/url-params.ts';
import { FlowFormDialog, type FlowProject } from './flow-form.tsx';

/** The + of the menu leads here with `?new`; closing takes it out of the address again. */
export function NewFlowDialog({
  projects,
  projectId,
}: {
  projects: FlowProject[];
  projectId?: string | undefined;
}) {
  const [params, change] = useUrlParams();
  return (
    <FlowFormDialog
      projects={projects}
      projectId={projectId}
      open={params.has('new')}
      onOpenChange={(open) => !open && change((address) => address.delete('new'))}
    />
  );
}
