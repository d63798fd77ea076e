"""An engine that speaks nmicheck.engine/1, in one file and the standard library (Python 3.9).

It models one CPU with a one-deep NMI latch and a chain of handlers, and the dispatch of
arch/x86/kernel/nmi.c: `none` (before 2011), `v5` (the patch of September 2011), `mainline` (3.2).
"""

import copy
import json
import sys

PROTOCOL = "nmicheck.engine/1"
POLICIES = ["none", "v5", "mainline"]
PLATFORMS = ["ideal", "sticky", "shadow", "sticky+shadow"]


class Refusal(Exception):
    """A request that cannot be done as asked."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def malformed(message):
    return Refusal("malformed", message)


def is_whole(value, least):
    # To Python, True is the integer 1.
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def number(fields, name, least):
    value = fields.get(name)
    if not is_whole(value, least):
        raise malformed(f"{name} must be a whole number from {least}")
    return value


def of_type(fields, name, kind):
    value = fields.get(name)
    if not isinstance(value, kind):
        raise malformed(f"{name} must be a {kind.__name__}")
    return value


class Machine:
    def __init__(self, policy, chain, rips, sticky, shadow):
        self.policy, self.chain, self.rips = policy, chain, rips
        self.sticky, self.shadow = sticky, shadow
        self.active = [[False] * slots for slots in chain]
        self.pending = False
        self.rip = 1
        self.last_nmi_rip = None
        self.swallow_nmi = False

    # The hardware.

    def raise_event(self, handler, slot):
        if handler >= len(self.chain) or slot >= self.chain[handler]:
            raise Refusal("range", f"there is no slot {slot} of handler {handler}")
        if self.active[handler][slot] and not self.sticky:
            raise Refusal("order", f"slot {slot} of handler {handler} is active already")
        self.active[handler][slot] = True
        self.pending = True

    def external(self):
        self.pending = True

    def execute(self, rip):
        self.check_rip(rip)
        if self.pending and not self.shadow:
            raise Refusal("order", "an NMI is pending")
        self.rip = rip

    def check_rip(self, rip):
        if rip > self.rips:
            raise Refusal("range", f"rip goes from 1 to {self.rips}")

    # The kernel.

    def nmi(self, arrivals):
        if not self.pending:
            raise Refusal("order", "no NMI is pending")
        self.pending = False

        back_to_back = self.rip == self.last_nmi_rip
        if not back_to_back:
            self.swallow_nmi = False
        self.last_nmi_rip = self.rip

        claimed = [0] * len(self.chain)
        waiting = list(arrivals)
        poll = 0
        for handler, slots in enumerate(self.chain):
            for slot in range(slots):
                while waiting and waiting[0][0] <= poll:
                    waiting.pop(0)[1]()
                poll += 1
                if self.active[handler][slot]:
                    self.active[handler][slot] = False
                    claimed[handler] += 1
            if self.policy == "v5" and not back_to_back and sum(claimed) > 0:
                break
        for _, happen in waiting:
            happen()

        if sum(claimed) > 0:
            if sum(claimed) > 1 and self.policy != "none":
                self.swallow_nmi = True
            outcome = "handled"
        elif back_to_back and self.swallow_nmi:
            outcome = "swallowed"
        else:
            outcome = "unknown"
        return {"claimed": claimed, "outcome": outcome}

    # What both hold.

    def state(self):
        return {
            "rip": self.rip,
            "lastNmiRip": self.last_nmi_rip,
            "swallowNmi": self.swallow_nmi,
            "active": self.active,
            "pending": self.pending,
        }

    def set_state(self, fields):
        if "rip" in fields:
            self.rip = number(fields, "rip", 1)
            self.check_rip(self.rip)
        if "lastNmiRip" in fields:
            last = fields["lastNmiRip"]
            self.last_nmi_rip = None if last is None else number(fields, "lastNmiRip", 1)
            self.check_rip(self.last_nmi_rip or 1)
        if "swallowNmi" in fields:
            self.swallow_nmi = of_type(fields, "swallowNmi", bool)
            if self.swallow_nmi and self.policy == "none":
                raise Refusal("unsupported", "this kernel keeps no swallow_nmi")
        if "active" in fields:
            active = of_type(fields, "active", list)
            if [len(bits) for bits in active] != self.chain:
                raise Refusal("range", "active does not fit the chain")
            self.active = [list(bits) for bits in active]
        if "pending" in fields:
            self.pending = of_type(fields, "pending", bool)


class Engine:
    def __init__(self):
        self.machine = None
        self.said_bye = False

    def answer(self, request):
        operation = of_type(request, "op", str)
        if operation == "hello":
            if of_type(request, "protocol", str) != PROTOCOL:
                raise Refusal("protocol", f"this engine speaks {PROTOCOL}")
            about = {"name": "python-example", "version": "1", "cpus": 1}
            return {"protocol": PROTOCOL, **about, "policies": POLICIES, "platforms": PLATFORMS}
        if operation == "setup":
            self.machine = self.setup(request)
            return {}
        if operation == "bye":
            self.said_bye = True
            return {}
        if operation not in ("raise", "external", "execute", "nmi", "state", "reset"):
            raise Refusal("unsupported", f"there is no operation {operation}")
        if self.machine is None:
            raise Refusal("order", "there was no setup yet")
        # A request happens as a whole or not at all: the old machine stays if it is refused.
        machine = copy.copy(self.machine)
        machine.active = [list(bits) for bits in machine.active]
        reply = self.on_machine(machine, operation, request)
        self.machine = machine
        return reply

    def setup(self, request):
        policy = of_type(request, "policy", str)
        chain = of_type(request, "chain", list)
        if not chain or not all(is_whole(slots, 1) for slots in chain):
            raise malformed("chain must be a list of whole numbers from 1")
        if policy not in POLICIES:
            raise Refusal("unsupported", f"there is no policy {policy}")
        if number(request, "cpus", 1) != 1:
            raise Refusal("unsupported", "this engine has one CPU")
        flags = of_type(request, "sticky", bool), of_type(request, "shadow", bool)
        return Machine(policy, chain, number(request, "rips", 1), *flags)

    def on_machine(self, machine, operation, request):
        if operation == "state":
            if "set" in request:
                machine.set_state(of_type(request, "set", dict))
            return {"state": machine.state()}
        if operation == "reset":
            machine.__init__(
                machine.policy, machine.chain, machine.rips, machine.sticky, machine.shadow
            )
            return {}
        if number(request, "cpu", 0) != 0:
            raise Refusal("range", "there is one CPU, number 0")
        if operation == "raise":
            machine.raise_event(number(request, "handler", 0), number(request, "slot", 0))
            return {}
        if operation == "external":
            machine.external()
            return {}
        if operation == "execute":
            machine.execute(number(request, "rip", 1))
            return {}
        end = machine.nmi([arrival(machine, fields) for fields in of_type(request, "arrivals", list)])
        return {**end, "state": machine.state()}


def arrival(machine, fields):
    """When the arrival happens, and what happens then."""
    if not isinstance(fields, dict):
        raise malformed("an arrival must be an object")
    before = number(fields, "before", 0)
    event = fields.get("event")
    if event == "external":
        return before, machine.external
    if event != "raise":
        raise malformed("an arrival is a raise or external")
    handler, slot = number(fields, "handler", 0), number(fields, "slot", 0)
    return before, lambda: machine.raise_event(handler, slot)


def reply_to(engine, line):
    identity = None
    try:
        try:
            request = json.loads(line)
        except ValueError:
            raise malformed("the line is not JSON") from None
        if not isinstance(request, dict):
            raise malformed("the line is not a JSON object")
        identity = number(request, "id", 0)
        return {"id": identity, "ok": True, **engine.answer(request)}
    except Refusal as refusal:
        error = {"code": refusal.code, "message": str(refusal)}
        return {"id": identity, "ok": False, "error": error}


def main():
    engine = Engine()
    for line in sys.stdin:
        reply = reply_to(engine, line)
        # Without the flush the reply would wait in a buffer, and nmicheck for the reply.
        print(json.dumps(reply, separators=(",", ":")), flush=True)
        if engine.said_bye:
            return


if __name__ == "__main__":
    main()
