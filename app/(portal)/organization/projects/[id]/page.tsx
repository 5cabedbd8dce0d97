import type { Metadata } from 'next';
import { cache } from 'react';
import { ProjectOverview } from '#components/projects/project-overview.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadProject } from '#server/projects/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const projectOf = cache(loadProject);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await projectOf((await params).id)).name };
}

export default async function ProjectPage({ params }: PageProps) {
  const [project, may] = await Promise.all([projectOf((await params).id), allowed('projects.update')]);
  return <ProjectOverview project={project} mayUpdate={may['projects.update']} />;
}
