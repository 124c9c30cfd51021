import type { V1SelfSubjectAccessReview } from '@kubernetes/client-node';
import { groupOf } from './paths';
import type { Access, IResource, Verb } from './types';

/** How long an answer is good for. */
const CACHE_MS = 60_000;

/** Has the cluster review a question; rejects when it does not answer. */
export type Review = (
  review: V1SelfSubjectAccessReview
) => Promise<V1SelfSubjectAccessReview>;

/** Asks "may I?" and remembers the answers for a minute. */
export class AccessReviews {
  /**
   * @param review - sends the question
   */
  constructor(private readonly review: Review) {}

  /**
   * Whether our identity may do this.
   *
   * @param verb - what to do
   * @param resource - to what
   * @param namespace - where; ignored for what has no namespace
   */
  ask(
    verb: Verb,
    resource: IResource,
    namespace: string | null
  ): Promise<Access> {
    const key = [verb, resource.apiVersion, resource.plural, namespace].join();
    const known = this._answers.get(key);
    if (known && known.until > Date.now()) {
      return known.answer;
    }
    const answer = this._ask(verb, resource, namespace).then(access => {
      if (access === 'unknown') {
        // No answer is not worth remembering.
        this._answers.delete(key);
      }
      return access;
    });
    this._answers.set(key, { answer, until: Date.now() + CACHE_MS });
    return answer;
  }

  private async _ask(
    verb: Verb,
    resource: IResource,
    namespace: string | null
  ): Promise<Access> {
    // `pods/log` is a sub-resource.
    const [plural, subresource] = resource.plural.split('/');
    try {
      const { status } = await this.review({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: {
            verb,
            group: groupOf(resource),
            resource: plural,
            ...(subresource && { subresource }),
            ...(resource.namespaced && namespace ? { namespace } : {})
          }
        }
      });
      if (status?.allowed) {
        return 'allowed';
      }
      // With an evaluation error "not allowed" only means "cannot tell".
      const unsure = !status || (status.evaluationError && !status.denied);
      return unsure ? 'unknown' : 'denied';
    } catch {
      return 'unknown';
    }
  }

  private _answers = new Map<
    string,
    { answer: Promise<Access>; until: number }
  >();
}
