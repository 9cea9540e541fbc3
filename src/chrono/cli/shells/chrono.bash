# Completion of chrono for bash 4.4 or newer: eval "$(chrono completion bash)"

_chrono() {
    local -a answer
    mapfile -t answer < <(
        _CHRONO_COMPLETE=bash "${1/#\~/$HOME}" "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" \
            </dev/null 2>/dev/null
    )
    COMPREPLY=("${answer[@]:1}")
    case ${answer[0]-} in
        files) compopt -o default ;;
        # bash puts quotes around what needs them, as it does for the names of files.
        quote) compopt -o filenames ;;
    esac
    # What can only be the beginning of a word gets no blank behind it.
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.] ]] && compopt -o nospace
    return 0
}

complete -o nosort -F _chrono chrono
