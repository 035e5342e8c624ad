/** The cut-off sheet from its form: fields are named `<what>.<whose id>`; an empty one is zero, a loan line without rest is none. */
import { CutOffFund, dueDatesFor, fundOf, rulesOn, type GroupContext } from '#domain/meetings/index.ts';
import { readDigits } from '#platform/digits.ts';
import type { SentForm } from '../../../form.server.ts';

type Given = { readonly on: string; readonly notes: readonly number[]; readonly pagePhotoId: string | null };

/** Every kind a group has one of each. */
export const FUND_KINDS = CutOffFund.shape.kind.options;

/** The payload of `meetings.cutOff`; what could not be read is refused by its schema. */
export function cutOffFrom(sent: SentForm, context: GroupContext, { on, notes, pagePhotoId }: Given): unknown {
  const members = context.members.filter((one) => one.leftOn === null).map((one) => one.personId);
  const counted = notes.flatMap((valuePaise) => {
    const count = Number(readDigits(sent.text(`note.${valuePaise}`)) || 0);
    return count > 0 ? [{ valuePaise, count }] : [];
  });
  return {
    cutOffId: sent.id,
    groupId: context.groupId,
    on,
    members: members.map((personId) => ({
      personId,
      compulsoryPaise: sent.amount(`compulsory.${personId}`),
      voluntaryPaise: sent.amount(`voluntary.${personId}`),
      sharesPaise: sent.amount(`shares.${personId}`),
      unappliedPaise: 0,
      finesOwedPaise: sent.amount(`fines.${personId}`),
    })),
    loans: loanLines(sent).flatMap((line) => loanOf(sent, context, { on, line })),
    cashPaise: counted.reduce((sum, note) => sum + note.valuePaise * note.count, 0),
    notes: counted,
    banks: context.banks.map(({ bankAccountId }) => ({
      bankAccountId,
      balancePaise: sent.amount(`bank.${bankAccountId}`),
    })),
    funds: FUND_KINDS.flatMap((kind) => {
      const amountPaise = sent.amount(`fund.${kind}`);
      return amountPaise === 0
        ? []
        : [{ kind, partyId: fundOf(context.groupId, kind) ?? context.groupId, amountPaise }];
    }),
    pagePhotoId,
    // two officers put their names or thumbs on the paper sheet
    confirmations: sent
      .all('signer')
      .map((personId) => ({ personId, way: 'photo', at: sent.text('signedAt'), signature: null })),
    signedAt: sent.text('signedAt'),
  };
}

/** Numbers of the loan lines that were sent; a woman may stand in several. */
const loanLines = (sent: SentForm): string[] =>
  Object.keys(sent.typed).flatMap((name) => /^loanOf\.(\d{1,3})$/.exec(name)?.[1] ?? []);

function loanOf(
  sent: SentForm,
  context: GroupContext,
  { on, line }: { readonly on: string; readonly line: string },
): unknown[] {
  const left = sent.amount(`left.${line}`);
  if (left === 0) return [];
  const { loan, cycle } = rulesOn(context, on);
  const count = Math.min(120, Math.max(1, Number(readDigits(sent.text(`rest.${line}`))) || loan.usualInstalments));
  const { method, rate, interval, dayCount, rounding, interestRounding } = loan;
  return [
    {
      // made of the form's id and the line, so that a second press means the same loan
      loanId: sent.actId(`loan ${line}`),
      personId: sent.text(`loanOf.${line}`),
      source: sent.text(`source.${line}`) === 'onlent' ? 'onlent' : 'own',
      purpose: sent.text(`purpose.${line}`) || 'other',
      firstLentOn: sent.text(`lentOn.${line}`) || on,
      firstLentPaise: sent.text(`lent.${line}`) ? sent.amount(`lent.${line}`) : left,
      terms: {
        principalPaise: left,
        method,
        rate,
        instalments: count,
        interval,
        dayCount,
        rounding,
        interestRounding,
        residue: 'last',
        feePaise: 0,
      },
      dueDates: dueDatesFor(cycle, interval, { from: on, count }),
      interestOwedPaise: sent.amount(`interest.${line}`),
    },
  ];
}
