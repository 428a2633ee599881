import { AppError } from '../platform/errors/app-error.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';

/** The workspace has removed the app: nothing can arrive there until somebody adds it again. */
export class WorkspaceEndedError extends AppError {
  readonly code = 'workspace-ended';
  readonly status = 410;
  readonly title = 'The workspace has removed the app';

  /** @param reason as it was noted when it ended */
  constructor({ workspaceId }: WorkspaceContext, name: string, reason: string | null) {
    super({
      detail: `The workspace ${name} (${workspaceId}) has no working installation any more${reason === null ? '' : `: ${reason}`}. Nothing was stored, since nothing can arrive there. An admin of the workspace can add the app again from the landing page; this key works again then.`,
    });
  }
}
