# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: may change in any release.

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError

from .._base.errors import PeerTubeError
from .arguments import Environment
from .definition import Call, Module


def run_module(definition: Module) -> None:
    """Run as an Ansible module, in a process of its own."""
    environment = Environment()
    spec = definition.argument_spec(environment)
    module = AnsibleModule(argument_spec=spec, supports_check_mode=True, **definition.rules)
    # ansible-core would cut every value of a secret option out of whatever is returned: a token that was reused, and
    # with the password "e" a letter out of every new one. What is returned here is whole on success, and free of
    # secrets on failure; invocation() hides by name.
    module.no_log_values.clear()
    call = Call(module.params, spec, environment, module.check_mode)
    failed, result = _perform(definition, call)
    for message in call.warnings:
        module.warn(message)
    if failed:
        # Outside of every except clause, where ansible-core would add a traceback.
        module.fail_json(**result)
    module.exit_json(**result)


def run_in_process(
    definition: Module, arguments: dict[str, t.Any], check_mode: bool, say: t.Callable[[str], None] | None = None
) -> dict[str, t.Any]:
    """The same in this process: what a module of these arguments would return. say: shows a message at once."""
    environment = Environment()
    spec = definition.argument_spec(environment)
    validation = ArgumentSpecValidator(spec, **definition.rules).validate(arguments)
    if validation.error_messages:
        return {"failed": True, "changed": False, "msg": _as_ansible_says(definition, validation)}
    call = Call(validation.validated_parameters, spec, environment, check_mode, say)
    failed, result = _perform(definition, call)
    if failed:
        result["failed"] = True
    if call.warnings:
        result["warnings"] = call.warnings
    return {"changed": False, **result}


def _as_ansible_says(definition: Module, validation: ValidationResult) -> str:
    """The message of AnsibleModule for arguments that do not fit the argument spec."""
    message = validation.errors.msg
    if isinstance(validation.errors[0], UnsupportedError):
        message = f"Unsupported parameters for ({definition.name}) module: {message}"
    return str(remove_values(message, validation._no_log_values))


def _perform(definition: Module, call: Call) -> tuple[bool, dict[str, t.Any]]:
    """The one place where an error becomes a result. Whether the task failed, and the result."""
    invocation = call.invocation()
    try:
        call.check_texts(definition.may_be_empty)
        failed, result = False, definition.perform(call)
    except PeerTubeError as error:
        failed, result = True, error.as_result()
    except Exception as defect:  # pylint: disable=broad-exception-caught
        failed, result = True, _internal_error(defect).as_result()
    return failed, {"invocation": invocation, **result}


def _internal_error(defect: Exception) -> PeerTubeError:
    """For what should not happen. Its text is not shown, for nobody knows what is in it."""
    place = defect.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" in {place.tb_frame.f_code.co_name}, line {place.tb_lineno}"
    return PeerTubeError("internal_error", f"{type(defect).__name__}{where}.")
