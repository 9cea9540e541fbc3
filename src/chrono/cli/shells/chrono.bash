# Completion of chrono for bash 4.4 or newer: eval "$(chrono completion bash)"

_chrono() {
    local -a answer
    mapfile -t answer < <(
        _CHRONO_COMPLETE=bash "${1/#\~/$HOME}" "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" \
            "$COMP_TYPE" </dev/null 2>/dev/null
    )
    COMPREPLY=("${answer[@]:1}")
    [[ ${answer[0]-} == files ]] && compopt -o default
    # What can only be the beginning of a word gets no blank behind it.
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.]?([\"\']) ]] && compopt -o nospace
    return 0
}

complete -o nosort -F _chrono chrono
