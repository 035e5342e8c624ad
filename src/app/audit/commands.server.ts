import { defineCommands, OWN, type Scope } from '#platform/door.ts';
import { makeBatch, replyToSlip } from './confirmation.server.ts';
import { setLimit } from './limits.server.ts';
import * as model from './model.ts';
import { answerQuery, askQuery, closeQuery, followUpQuery } from './query.commands.server.ts';
import { drawSample, tickItem } from './sample.commands.server.ts';

const whole = (): Scope => null;
const asks = { may: 'audit.ask', scope: whole } as const;

export const commands = defineCommands('audit', {
  ask: { input: model.Ask, ...asks, run: askQuery },
  // the handler asks whether it is addressed to her
  answer: { input: model.Answer, may: 'audit.answer', scope: () => OWN, run: answerQuery },
  followUp: { input: model.FollowUp, ...asks, run: followUpQuery },
  close: { input: model.Close, ...asks, run: closeQuery },
  draw: { input: model.Draw, ...asks, run: drawSample },
  tick: { input: model.Tick, ...asks, run: tickItem },
  setLimit: { input: model.SetLimit, ...asks, run: setLimit },
  confirm: { input: model.Confirm, ...asks, run: makeBatch },
  reply: { input: model.Reply, ...asks, run: replyToSlip },
});
